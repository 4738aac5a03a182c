-- Part of a feature: a pledge within the window; an attempt is a pledge whose answer nobody stored.
-- params: none
observation.kind IN ('pledge', 'attempt')
    AND observation.occurred_at >= pledge.window_end - /*{window:integer}*/
