-- Part of summarise_paths: the milliseconds before the step of a row.
-- params: none
WHEN /*{step:integer}*/ THEN path.wait_/*{step:integer}*/
