-- What rows of facts add to units, line by line: the rows of a day are written together, and anew when the day has changed.
-- params: none
CREATE TABLE IF NOT EXISTS experiment_unit_amount (
  experiment VARCHAR(1024) NOT NULL,
  -- The reading of a fact that it comes from.
  block BIGINT NOT NULL,
  -- When the row was final, in the company's reporting zone.
  day DATE NOT NULL,
  unit_number BIGINT NOT NULL,
  -- Whole numbers, of what came after the exposure or of what was before it, as experiment_place says; NULL adds nothing.
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
  value_12 BIGINT,
  value_13 BIGINT,
  value_14 BIGINT,
  value_15 BIGINT,
  value_16 BIGINT
);
