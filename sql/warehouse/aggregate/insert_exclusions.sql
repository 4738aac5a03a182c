-- Which units of an experiment are left out?
-- params: experiment
INSERT INTO experiment_exclusion (experiment, unit_number, reason)
SELECT
  CAST($1 AS VARCHAR) AS experiment,
  staged_reason.unit_number AS unit_number,
  staged_reason.reason AS reason
FROM staged_reason;
