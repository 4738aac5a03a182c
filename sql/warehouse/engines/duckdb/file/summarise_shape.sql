-- How lopsided is a value, by variant? Sums of powers of whole numbers, coarse enough for their cubes.
-- params: experiment
WITH valued AS (
  SELECT
    experiment_unit.first_variant AS variant,
    COALESCE(experiment_unit_amount./*{value:identifier}*/, 0) AS value,
    CAST(
      ROUND(CAST(LEAST(COALESCE(experiment_unit_amount./*{value:identifier}*/, 0), /*{cap:fragment}*/) AS DOUBLE PRECISION) / /*{step:fragment}*/)
      AS DECIMAL(38, 0)
    ) AS coarse
  FROM experiment_unit
  INNER JOIN experiment_unit_amount
    ON experiment_unit.unit_number = experiment_unit_amount.unit_number
    AND experiment_unit.experiment = experiment_unit_amount.experiment
  WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit.first_variant = experiment_unit.last_variant
    AND experiment_unit_amount.block = /*{block:integer}*/
)

SELECT
  valued.variant AS variant,
  COUNT(*) AS units,
  COUNT(CASE WHEN valued.value <> 0 THEN 1 END) AS events,
  CAST(SUM(valued.coarse) AS DECIMAL(38, 0)) AS sum,
  CAST(SUM(CAST(valued.coarse * valued.coarse AS DECIMAL(38, 0))) AS DECIMAL(38, 0)) AS sum_of_squares,
  CAST(SUM(CAST(valued.coarse * valued.coarse * valued.coarse AS DECIMAL(38, 0))) AS DECIMAL(38, 0)) AS sum_of_cubes
FROM valued
GROUP BY
  valued.variant
ORDER BY
  variant ASC;
