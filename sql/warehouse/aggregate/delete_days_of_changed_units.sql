-- All that units had done which are otherwise now.
-- params: experiment
DELETE FROM experiment_unit_day
WHERE experiment_unit_day.experiment = CAST($1 AS VARCHAR)
  AND experiment_unit_day.unit_number IN (
    SELECT staged_unit.unit_number
    FROM staged_unit
  );
