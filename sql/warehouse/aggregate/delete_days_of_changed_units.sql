-- All that units had done which are otherwise now.
-- params: experiment
DELETE FROM experiment_unit_amount
WHERE experiment_unit_amount.experiment = CAST($1 AS VARCHAR)
  AND experiment_unit_amount.unit_number IN (
    SELECT staged_unit.unit_number
    FROM staged_unit
  );
