-- The units that are new or otherwise, as they are.
-- params: none
INSERT INTO experiment_unit (
  experiment, unit_number, unit, backer_id, first_variant, last_variant, phase, exposed_at, cohort_day
)
SELECT
  staged_unit.experiment AS experiment,
  staged_unit.unit_number AS unit_number,
  staged_unit.unit AS unit,
  staged_unit.backer_id AS backer_id,
  staged_unit.first_variant AS first_variant,
  staged_unit.last_variant AS last_variant,
  staged_unit.phase AS phase,
  staged_unit.exposed_at AS exposed_at,
  staged_unit.cohort_day AS cohort_day
FROM staged_unit;
