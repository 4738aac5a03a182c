-- Part of keep_step: the session went on; it had ended where there was no next event (NULL).
-- params: none
waited.wait_/*{step:integer}*/ <= waited.longest
