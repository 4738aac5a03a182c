-- How a fact of an experiment is kept: one row a reading of it. Without one, all of its days are apart.
-- params: none
CREATE TABLE IF NOT EXISTS experiment_block (
  experiment VARCHAR(1024) NOT NULL,
  block BIGINT NOT NULL,
  -- What a unit's rows add until the end of this day is together in experiment_unit_amount, as if it were of this day.
  merged_through DATE NOT NULL
);
