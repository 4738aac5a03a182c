-- The sufficient statistics of an experiment by cohort, exact: y is a unit's value and x its denominator; c and d are the
-- same from before the exposure. NULL where a line has no such thing. Of a share nothing is cubed: it is 0 or 1.
-- params: none
CREATE TABLE IF NOT EXISTS experiment_sum (
  experiment VARCHAR(1024) NOT NULL,
  -- The place of the line in what was asked for, from 1.
  line BIGINT NOT NULL,
  variant VARCHAR(1024) NOT NULL,
  phase BIGINT NOT NULL,
  cohort_day DATE NOT NULL,
  units BIGINT NOT NULL,
  sum_y DECIMAL(38, 0) NOT NULL,
  sum_yy DECIMAL(38, 0) NOT NULL,
  sum_x DECIMAL(38, 0),
  sum_xx DECIMAL(38, 0),
  sum_xy DECIMAL(38, 0),
  sum_c DECIMAL(38, 0),
  sum_cc DECIMAL(38, 0),
  sum_cy DECIMAL(38, 0),
  sum_cx DECIMAL(38, 0),
  sum_d DECIMAL(38, 0),
  sum_dd DECIMAL(38, 0),
  sum_dy DECIMAL(38, 0),
  sum_dx DECIMAL(38, 0),
  sum_cd DECIMAL(38, 0),
  -- What skewness is made of.
  sum_yyy DECIMAL(38, 0),
  sum_yyx DECIMAL(38, 0),
  sum_yxx DECIMAL(38, 0),
  sum_xxx DECIMAL(38, 0),
  -- Whose y is not 0.
  acted_units BIGINT,
  -- Whose value is above the cap.
  capped_units BIGINT,
  -- Too large to be cubed in 38 digits: they are in no sum of cubes.
  uncubed_units BIGINT
);
