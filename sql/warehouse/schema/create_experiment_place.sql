-- Where experiment_unit_amount has what a line is made of.
-- params: none
CREATE TABLE IF NOT EXISTS experiment_place (
  experiment VARCHAR(1024) NOT NULL,
  line BIGINT NOT NULL,
  is_denominator BOOLEAN NOT NULL,
  -- What happened before the exposure is a covariate.
  is_before BOOLEAN NOT NULL,
  block BIGINT NOT NULL,
  -- 1: value_1.
  place BIGINT NOT NULL,
  -- -1: it takes away what became known as fraud.
  sign BIGINT NOT NULL
);
