-- How do the lines of an experiment stand by variant, phase and cohort? Each unit's value is made of its rows, and then they
-- are added up: for all units, or for those that changed, whose earlier share is taken away with the sign -1.
-- params: experiment
INSERT INTO experiment_sum (
  experiment, line, variant, phase, cohort_day, units, sum_y, sum_yy, sum_x, sum_xx, sum_xy,
  sum_c, sum_cc, sum_cy, sum_cx, sum_d, sum_dd, sum_dy, sum_dx, sum_cd,
  sum_yyy, sum_yyx, sum_yxx, sum_xxx, acted_units, capped_units, uncubed_units
)
WITH unit AS (
  SELECT
    experiment_unit.unit_number AS unit_number,
    experiment_unit.first_variant AS variant,
    experiment_unit.phase AS phase,
    experiment_unit.cohort_day AS cohort_day
  FROM experiment_unit
/*{units:fragment}*/
  LEFT JOIN experiment_exclusion ON experiment_unit.experiment = experiment_exclusion.experiment
    AND experiment_unit.unit_number = experiment_exclusion.unit_number
  WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit.first_variant = experiment_unit.last_variant
    AND experiment_exclusion.unit_number IS NULL
),

/*{blocks:fragment}*/,

valued AS (
  SELECT
    unit.variant AS variant,
    unit.phase AS phase,
    unit.cohort_day AS cohort_day,
/*{amounts:fragment}*/
  FROM unit
/*{joins:fragment}*/
),

summed AS (
  SELECT
    valued.variant AS variant,
    valued.phase AS phase,
    valued.cohort_day AS cohort_day,
    COUNT(*) AS units,
/*{sums:fragment}*/
  FROM valued
  GROUP BY
    valued.variant,
    valued.phase,
    valued.cohort_day
)

/*{lines:fragment}*/;
