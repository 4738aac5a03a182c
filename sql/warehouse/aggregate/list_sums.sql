-- How does an experiment stand, by line, variant, phase and cohort? All numbers are exact, so that a readout is what they add
-- up to: over all cohorts, or over those of which every unit's window is closed.
-- params: experiment
SELECT
  experiment_sum.line AS line,
  experiment_sum.variant AS variant,
  experiment_sum.phase AS phase,
  experiment_sum.cohort_day AS cohort_day,
  experiment_sum.units AS units,
  experiment_sum.sum_y AS sum_y,
  experiment_sum.sum_yy AS sum_yy,
  experiment_sum.sum_x AS sum_x,
  experiment_sum.sum_xx AS sum_xx,
  experiment_sum.sum_xy AS sum_xy,
  experiment_sum.sum_c AS sum_c,
  experiment_sum.sum_cc AS sum_cc,
  experiment_sum.sum_cy AS sum_cy,
  experiment_sum.sum_cx AS sum_cx,
  experiment_sum.sum_d AS sum_d,
  experiment_sum.sum_dd AS sum_dd,
  experiment_sum.sum_dy AS sum_dy,
  experiment_sum.sum_dx AS sum_dx,
  experiment_sum.sum_cd AS sum_cd,
  experiment_sum.sum_yyy AS sum_yyy,
  experiment_sum.sum_yyx AS sum_yyx,
  experiment_sum.sum_yxx AS sum_yxx,
  experiment_sum.sum_xxx AS sum_xxx,
  experiment_sum.acted_units AS acted_units,
  experiment_sum.capped_units AS capped_units,
  experiment_sum.uncubed_units AS uncubed_units
FROM experiment_sum
WHERE experiment_sum.experiment = CAST($1 AS VARCHAR)
ORDER BY
  experiment_sum.line ASC,
  experiment_sum.variant ASC,
  experiment_sum.phase ASC,
  experiment_sum.cohort_day ASC;
