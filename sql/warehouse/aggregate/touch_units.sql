-- The units, other than those that changed themselves, of which a changed day has rows or had some.
-- params: experiment
INSERT INTO touched_unit (unit_number)
WITH moved AS (
  SELECT staged_unit_amount.unit_number AS unit_number
  FROM staged_unit_amount
  UNION
  SELECT experiment_unit_amount.unit_number AS unit_number
  FROM experiment_unit_amount
  INNER JOIN staged_day ON experiment_unit_amount.block = staged_day.block
    AND experiment_unit_amount.day = staged_day.day
  WHERE experiment_unit_amount.experiment = CAST($1 AS VARCHAR)
)

SELECT moved.unit_number AS unit_number
FROM moved
LEFT JOIN staged_unit ON moved.unit_number = staged_unit.unit_number
WHERE staged_unit.unit_number IS NULL;
