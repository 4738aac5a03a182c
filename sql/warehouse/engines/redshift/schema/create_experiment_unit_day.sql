-- What rows of facts add to units, line by line: the rows of a day are written together, and anew when the day has changed.
-- params: none
CREATE TABLE IF NOT EXISTS experiment_unit_day (
  experiment VARCHAR(1024) NOT NULL,
  -- The reading of a fact that it comes from.
  block BIGINT NOT NULL,
  -- When the row was final, in the company's reporting zone.
  day DATE NOT NULL,
  unit_number BIGINT NOT NULL,
  -- What happened before the exposure is a covariate.
  is_before BOOLEAN NOT NULL,
  -- Whole numbers; NULL adds nothing.
  value_1 BIGINT,
  value_2 BIGINT,
  value_3 BIGINT,
  value_4 BIGINT,
  value_5 BIGINT,
  value_6 BIGINT,
  value_7 BIGINT,
  value_8 BIGINT,
  value_9 BIGINT,
  value_10 BIGINT,
  value_11 BIGINT,
  value_12 BIGINT
)
DISTKEY (unit_number)
SORTKEY (experiment, block, day);
