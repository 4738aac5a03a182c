-- What units have, as the aggregate takes it: one row each, and one more of what is known of the time before.
-- params: experiment
INSERT INTO experiment_unit_day (
  experiment, block, day, unit_number, is_before, /*{names:fragment}*/
)
SELECT
  CAST($1 AS VARCHAR) AS experiment,
  /*{block:integer}*/ AS block,
  experiment_unit.cohort_day AS day,
  experiment_unit.unit_number AS unit_number,
  /*{is_before:fragment}*/ AS is_before,
/*{values:fragment}*/
FROM experiment_unit
INNER JOIN file_unit
  ON experiment_unit.unit_number = file_unit.unit_number
WHERE experiment_unit.experiment = CAST($1 AS VARCHAR);
