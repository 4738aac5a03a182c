-- Part of summarise_paths: a step, if the session went on up to it.
-- params: none
CASE
  WHEN /*{unbroken:fragment}*/
  THEN waited.name_/*{step:integer}*/
  ELSE ''
END AS step_/*{step:integer}*/,
CASE
  WHEN /*{unbroken:fragment}*/
  THEN waited.wait_/*{step:integer}*/
END AS wait_/*{step:integer}*/
