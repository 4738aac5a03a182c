-- How many units have which value, of those whose window is closed? The most common first.
-- params: experiment, row_limit
SELECT
  experiment_unit_value.value AS value,
  experiment_unit_value.denominator AS denominator,
  COUNT(*) AS units
FROM published.experiment_unit_value
WHERE experiment_unit_value.experiment = CAST($1 AS VARCHAR)
  AND experiment_unit_value.is_closed
GROUP BY
  experiment_unit_value.value,
  experiment_unit_value.denominator
ORDER BY
  units DESC,
  experiment_unit_value.value ASC,
  experiment_unit_value.denominator ASC
LIMIT CAST($2 AS BIGINT);
