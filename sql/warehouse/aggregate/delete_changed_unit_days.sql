-- What units had done on days that are read anew.
-- params: experiment
DELETE FROM experiment_unit_day
WHERE experiment_unit_day.experiment = CAST($1 AS VARCHAR)
  AND EXISTS (
    SELECT 1
    FROM staged_day
    WHERE staged_day.block = experiment_unit_day.block
      AND staged_day.day = experiment_unit_day.day
  );
