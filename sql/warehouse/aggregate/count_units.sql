-- How many units of an experiment are there, by variant, phase and cohort? Those that met several variants have none (NULL);
-- those that are left out have a reason.
-- params: experiment
SELECT
  CASE
    WHEN experiment_unit.first_variant = experiment_unit.last_variant THEN experiment_unit.first_variant
  END AS variant,
  experiment_exclusion.reason AS reason,
  experiment_unit.phase AS phase,
  experiment_unit.cohort_day AS cohort_day,
  COUNT(*) AS units
FROM experiment_unit
LEFT JOIN experiment_exclusion ON experiment_unit.experiment = experiment_exclusion.experiment
  AND experiment_unit.unit_number = experiment_exclusion.unit_number
WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
GROUP BY
  CASE
    WHEN experiment_unit.first_variant = experiment_unit.last_variant THEN experiment_unit.first_variant
  END,
  experiment_exclusion.reason,
  experiment_unit.phase,
  experiment_unit.cohort_day
ORDER BY
  variant ASC,
  reason ASC,
  phase ASC,
  cohort_day ASC;
