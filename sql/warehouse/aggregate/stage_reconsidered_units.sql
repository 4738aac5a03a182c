-- Which of the other units are left out now and were not, or are no longer, or for another reason?
-- params: experiment
INSERT INTO staged_unit (
  experiment, unit_number, unit, backer_id, first_variant, last_variant, phase, exposed_at, cohort_day, reason
)
SELECT
  experiment_unit.experiment AS experiment,
  experiment_unit.unit_number AS unit_number,
  experiment_unit.unit AS unit,
  experiment_unit.backer_id AS backer_id,
  experiment_unit.first_variant AS first_variant,
  experiment_unit.last_variant AS last_variant,
  experiment_unit.phase AS phase,
  experiment_unit.exposed_at AS exposed_at,
  experiment_unit.cohort_day AS cohort_day,
  staged_reason.reason AS reason
FROM experiment_unit
LEFT JOIN experiment_exclusion ON experiment_unit.experiment = experiment_exclusion.experiment
  AND experiment_unit.unit_number = experiment_exclusion.unit_number
LEFT JOIN staged_reason ON experiment_unit.unit_number = staged_reason.unit_number
LEFT JOIN staged_unit ON experiment_unit.unit_number = staged_unit.unit_number
WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
  AND staged_unit.unit_number IS NULL
  AND COALESCE(experiment_exclusion.reason, '') <> COALESCE(staged_reason.reason, '');
