-- What do buckets of units add up to, of those whose window is closed? The bucket is by the hash of the unit, so that it is
-- one of chance, and the same each time.
-- params: experiment, buckets
WITH placed AS (
  SELECT
    MOD(FNV_HASH(experiment_unit_value.unit, 0), CAST($2 AS BIGINT)) AS bucket,
    experiment_unit_value.value AS value,
    experiment_unit_value.denominator AS denominator
  FROM published.experiment_unit_value
  WHERE experiment_unit_value.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit_value.is_closed
)

SELECT
  placed.bucket AS bucket,
  COUNT(*) AS units,
  SUM(placed.value) AS sum_y,
  SUM(CAST(placed.value * placed.value AS DECIMAL(38, 0))) AS sum_yy,
  SUM(placed.denominator) AS sum_x,
  SUM(CAST(placed.denominator * placed.denominator AS DECIMAL(38, 0))) AS sum_xx,
  SUM(CAST(placed.value * placed.denominator AS DECIMAL(38, 0))) AS sum_xy
FROM placed
GROUP BY placed.bucket
ORDER BY placed.bucket ASC;
