-- Part of summarise_paths: a step, NULL where the session had ended.
-- params: none
NULLIF(measured.step_/*{step:integer}*/, '') AS step_/*{step:integer}*/
