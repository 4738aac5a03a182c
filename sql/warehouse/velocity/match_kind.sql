-- Part of a feature: an outcome or label within the window.
-- params: none
observation.kind = /*{kind:fragment}*/
    AND observation.occurred_at >= pledge.window_end - /*{window:integer}*/
