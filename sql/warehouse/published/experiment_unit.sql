-- The units of an experiment, as its aggregate has them, each with the variant that it met; NULL for one that met several,
-- or is left out for a reason: it is in nothing that is counted.
-- params: none
CREATE OR REPLACE VIEW published."experiment_unit" AS
SELECT
  experiment_unit.experiment AS experiment,
  experiment_unit.unit_number AS unit_number,
  experiment_unit.unit AS unit,
  experiment_unit.backer_id AS backer_id,
  CASE
    WHEN experiment_unit.first_variant = experiment_unit.last_variant AND experiment_exclusion.reason IS NULL
    THEN experiment_unit.first_variant
  END AS variant,
  experiment_unit.phase AS phase,
  experiment_unit.exposed_at AS exposed_at,
  experiment_unit.cohort_day AS cohort_day,
  experiment_exclusion.reason AS left_out_for
FROM /*{own:identifier}*/.experiment_unit
LEFT JOIN /*{own:identifier}*/.experiment_exclusion
  ON experiment_unit.experiment = experiment_exclusion.experiment
  AND experiment_unit.unit_number = experiment_exclusion.unit_number;
