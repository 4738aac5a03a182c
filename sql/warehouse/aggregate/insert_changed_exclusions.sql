-- Which of the units that are new or otherwise are left out?
-- params: none
INSERT INTO experiment_exclusion (experiment, unit_number, reason)
SELECT
  staged_unit.experiment AS experiment,
  staged_unit.unit_number AS unit_number,
  staged_unit.reason AS reason
FROM staged_unit
WHERE staged_unit.reason IS NOT NULL;
