-- The sums of an experiment, one row a line, variant, phase and cohort.
-- params: none
INSERT INTO experiment_sum (
  experiment, line, variant, phase, cohort_day, units, sum_y, sum_yy, sum_x, sum_xx, sum_xy,
  sum_c, sum_cc, sum_cy, sum_cx, sum_d, sum_dd, sum_dy, sum_dx, sum_cd,
  sum_yyy, sum_yyx, sum_yxx, sum_xxx, acted_units, capped_units, uncubed_units
)
SELECT
  staged_sum.experiment AS experiment,
  staged_sum.line AS line,
  staged_sum.variant AS variant,
  staged_sum.phase AS phase,
  staged_sum.cohort_day AS cohort_day,
  staged_sum.units AS units,
  staged_sum.sum_y AS sum_y,
  staged_sum.sum_yy AS sum_yy,
  staged_sum.sum_x AS sum_x,
  staged_sum.sum_xx AS sum_xx,
  staged_sum.sum_xy AS sum_xy,
  staged_sum.sum_c AS sum_c,
  staged_sum.sum_cc AS sum_cc,
  staged_sum.sum_cy AS sum_cy,
  staged_sum.sum_cx AS sum_cx,
  staged_sum.sum_d AS sum_d,
  staged_sum.sum_dd AS sum_dd,
  staged_sum.sum_dy AS sum_dy,
  staged_sum.sum_dx AS sum_dx,
  staged_sum.sum_cd AS sum_cd,
  staged_sum.sum_yyy AS sum_yyy,
  staged_sum.sum_yyx AS sum_yyx,
  staged_sum.sum_yxx AS sum_yxx,
  staged_sum.sum_xxx AS sum_xxx,
  staged_sum.acted_units AS acted_units,
  staged_sum.capped_units AS capped_units,
  staged_sum.uncubed_units AS uncubed_units
FROM staged_sum;
