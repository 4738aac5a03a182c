-- The sums of an experiment with all that was added to them since: one row a line, variant, phase and cohort.
-- params: experiment
INSERT INTO staged_sum (
  experiment, line, variant, phase, cohort_day, units, sum_y, sum_yy, sum_x, sum_xx, sum_xy,
  sum_c, sum_cc, sum_cy, sum_cx, sum_d, sum_dd, sum_dy, sum_dx, sum_cd,
  sum_yyy, sum_yyx, sum_yxx, sum_xxx, acted_units, capped_units, uncubed_units
)
SELECT
  experiment_sum.experiment AS experiment,
  experiment_sum.line AS line,
  experiment_sum.variant AS variant,
  experiment_sum.phase AS phase,
  experiment_sum.cohort_day AS cohort_day,
  CAST(SUM(experiment_sum.units) AS BIGINT) AS units,
  CAST(SUM(experiment_sum.sum_y) AS DECIMAL(38, 0)) AS sum_y,
  CAST(SUM(experiment_sum.sum_yy) AS DECIMAL(38, 0)) AS sum_yy,
  CAST(SUM(experiment_sum.sum_x) AS DECIMAL(38, 0)) AS sum_x,
  CAST(SUM(experiment_sum.sum_xx) AS DECIMAL(38, 0)) AS sum_xx,
  CAST(SUM(experiment_sum.sum_xy) AS DECIMAL(38, 0)) AS sum_xy,
  CAST(SUM(experiment_sum.sum_c) AS DECIMAL(38, 0)) AS sum_c,
  CAST(SUM(experiment_sum.sum_cc) AS DECIMAL(38, 0)) AS sum_cc,
  CAST(SUM(experiment_sum.sum_cy) AS DECIMAL(38, 0)) AS sum_cy,
  CAST(SUM(experiment_sum.sum_cx) AS DECIMAL(38, 0)) AS sum_cx,
  CAST(SUM(experiment_sum.sum_d) AS DECIMAL(38, 0)) AS sum_d,
  CAST(SUM(experiment_sum.sum_dd) AS DECIMAL(38, 0)) AS sum_dd,
  CAST(SUM(experiment_sum.sum_dy) AS DECIMAL(38, 0)) AS sum_dy,
  CAST(SUM(experiment_sum.sum_dx) AS DECIMAL(38, 0)) AS sum_dx,
  CAST(SUM(experiment_sum.sum_cd) AS DECIMAL(38, 0)) AS sum_cd,
  CAST(SUM(experiment_sum.sum_yyy) AS DECIMAL(38, 0)) AS sum_yyy,
  CAST(SUM(experiment_sum.sum_yyx) AS DECIMAL(38, 0)) AS sum_yyx,
  CAST(SUM(experiment_sum.sum_yxx) AS DECIMAL(38, 0)) AS sum_yxx,
  CAST(SUM(experiment_sum.sum_xxx) AS DECIMAL(38, 0)) AS sum_xxx,
  CAST(SUM(experiment_sum.acted_units) AS BIGINT) AS acted_units,
  CAST(SUM(experiment_sum.capped_units) AS BIGINT) AS capped_units,
  CAST(SUM(experiment_sum.uncubed_units) AS BIGINT) AS uncubed_units
FROM experiment_sum
WHERE experiment_sum.experiment = CAST($1 AS VARCHAR)
GROUP BY
  experiment_sum.experiment,
  experiment_sum.line,
  experiment_sum.variant,
  experiment_sum.phase,
  experiment_sum.cohort_day
HAVING SUM(experiment_sum.units) <> 0;
