-- The units that are otherwise now, as they were.
-- params: experiment
DELETE FROM experiment_unit
WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
  AND experiment_unit.unit_number IN (
    SELECT staged_unit.unit_number
    FROM staged_unit
  );
