-- Units as an experiment has them, of those whose values are known. What they are called matters to nobody here.
-- params: experiment
INSERT INTO experiment_unit (
  experiment, unit_number, unit, backer_id, first_variant, last_variant, phase, exposed_at, cohort_day
)
SELECT
  CAST($1 AS VARCHAR) AS experiment,
  file_unit.unit_number AS unit_number,
  '' AS unit,
  NULL AS backer_id,
  file_unit.first_variant AS first_variant,
  file_unit.last_variant AS last_variant,
  1 AS phase,
  CAST(file_unit.cohort_day AS TIMESTAMP) AS exposed_at,
  file_unit.cohort_day AS cohort_day
FROM file_unit
WHERE TRUE
/*{known:fragment}*/;
