-- Why the units that are otherwise now were left out.
-- params: experiment
DELETE FROM experiment_exclusion
WHERE experiment_exclusion.experiment = CAST($1 AS VARCHAR)
  AND experiment_exclusion.unit_number IN (
    SELECT staged_unit.unit_number
    FROM staged_unit
  );
