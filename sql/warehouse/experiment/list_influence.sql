-- The units of an experiment that move what its readout says of a metric most: by how much the mean of the unit's variant
-- (or its ratio of two sums) would fall if the unit were not there. Of units whose window is closed, as in verdicts, and as
-- far as the last refresh; shown are those of the cohorts asked for, `influence` first, or the largest values, or in order.
-- params: experiment, metric, reading, from_day, until_day, sequence, row_limit
WITH line AS (
  SELECT
    experiment_unit_value.unit AS unit,
    experiment_unit_value.variant AS variant,
    experiment_unit_value.exposed_at AS exposed_at,
    experiment_unit_value.cohort_day AS cohort_day,
    experiment_unit_value.value AS value,
    experiment_unit_value.denominator AS denominator,
    CAST(experiment_unit_value.value AS DOUBLE PRECISION) AS amount,
    CAST(COALESCE(experiment_unit_value.denominator, 1) AS DOUBLE PRECISION) AS weight
  FROM published.experiment_unit_value
  WHERE experiment_unit_value.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit_value.metric = CAST($2 AS VARCHAR)
    AND experiment_unit_value.reading = CAST($3 AS VARCHAR)
    AND experiment_unit_value.is_closed
),

total AS (
  SELECT
    line.variant AS variant,
    CAST(SUM(line.value) AS DOUBLE PRECISION) AS amount,
    CAST(SUM(COALESCE(line.denominator, 1)) AS DOUBLE PRECISION) AS weight
  FROM line
  GROUP BY line.variant
),

moved AS (
  SELECT
    line.unit AS unit,
    line.variant AS variant,
    line.exposed_at AS exposed_at,
    line.value AS value,
    line.denominator AS denominator,
    CAST(
      line.amount - CAST(total.amount AS DOUBLE PRECISION) / NULLIF(total.weight, 0) * line.weight AS DOUBLE PRECISION
    )
    / NULLIF(total.weight - line.weight, 0) AS influence
  FROM line
  INNER JOIN total ON line.variant = total.variant
  WHERE line.cohort_day >= CAST($4 AS DATE)
    AND line.cohort_day < CAST($5 AS DATE)
)

SELECT
  moved.unit AS unit,
  moved.variant AS variant,
  moved.exposed_at AS exposed_at,
  moved.value AS value,
  moved.denominator AS denominator,
  moved.influence AS influence
FROM moved
ORDER BY
  CASE CAST($6 AS VARCHAR)
    WHEN 'influence' THEN -ABS(COALESCE(moved.influence, 0))
    WHEN 'value' THEN -CAST(moved.value AS DOUBLE PRECISION)
    ELSE 0
  END,
  moved.exposed_at,
  moved.unit
LIMIT CAST($7 AS BIGINT);
