-- How do the units of an experiment stand on a metric, by what they met in it and in each other experiment? Of units whose
-- window is closed, as far as the last refresh of either; who met several variants of one is in none of its cells.
-- params: experiment, metric, version
WITH own AS (
  SELECT
    experiment_unit_value.unit AS unit,
    experiment_unit_value.variant AS variant,
    experiment_unit_value.value AS value,
    experiment_unit_value.denominator AS denominator
  FROM published.experiment_unit_value
  WHERE experiment_unit_value.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit_value.metric = CAST($2 AS VARCHAR)
    AND experiment_unit_value.version = CAST($3 AS BIGINT)
    AND experiment_unit_value.reading = 'all'
    AND experiment_unit_value.is_closed
)

SELECT
  experiment_unit.experiment AS other_experiment,
  own.variant AS variant,
  experiment_unit.variant AS other_variant,
  COUNT(*) AS units,
  CAST(SUM(own.value) AS DECIMAL(38, 0)) AS total,
  SUM(CAST(own.value * own.value AS DECIMAL(38, 0))) AS total_of_squares,
  CAST(SUM(own.denominator) AS DECIMAL(38, 0)) AS denominator_total,
  SUM(CAST(own.denominator * own.denominator AS DECIMAL(38, 0))) AS denominator_total_of_squares,
  SUM(CAST(own.value * own.denominator AS DECIMAL(38, 0))) AS total_of_products
FROM own
INNER JOIN published.experiment_unit ON own.unit = experiment_unit.unit
  AND experiment_unit.experiment <> CAST($1 AS VARCHAR)
  AND experiment_unit.variant IS NOT NULL
GROUP BY
  experiment_unit.experiment,
  own.variant,
  experiment_unit.variant
ORDER BY
  experiment_unit.experiment ASC,
  own.variant ASC,
  experiment_unit.variant ASC;
