-- What units had done on days that are read anew.
-- params: experiment
DELETE FROM experiment_unit_amount
WHERE experiment_unit_amount.experiment = CAST($1 AS VARCHAR)
  AND EXISTS (
    SELECT 1
    FROM staged_day
    WHERE staged_day.block = experiment_unit_amount.block
      AND staged_day.day = experiment_unit_amount.day
  );
