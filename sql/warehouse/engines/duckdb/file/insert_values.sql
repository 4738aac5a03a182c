-- What units have, as the aggregate takes it: one row each.
-- params: experiment
INSERT INTO experiment_unit_amount (
  experiment, block, day, unit_number, /*{names:fragment}*/
)
SELECT
  CAST($1 AS VARCHAR) AS experiment,
  /*{block:integer}*/ AS block,
  experiment_unit.cohort_day AS day,
  experiment_unit.unit_number AS unit_number,
/*{values:fragment}*/
FROM experiment_unit
INNER JOIN file_unit
  ON experiment_unit.unit_number = file_unit.unit_number
WHERE experiment_unit.experiment = CAST($1 AS VARCHAR);
