-- How many units have a value in a line, by variant: all of them, and those whose window is closed?
-- params: line
SELECT
  staged_value.variant AS variant,
  COUNT(*) AS units,
  CAST(SUM(CASE WHEN staged_value.is_closed THEN 1 ELSE 0 END) AS BIGINT) AS closed_units
FROM staged_value
WHERE staged_value.line = CAST($1 AS BIGINT)
GROUP BY staged_value.variant
ORDER BY variant ASC;
