-- What the days of a fact looked like when they were read: a day that looks otherwise now has changed.
-- params: none
CREATE TABLE IF NOT EXISTS experiment_fact_day (
  experiment VARCHAR(1024) NOT NULL,
  block BIGINT NOT NULL,
  day DATE NOT NULL,
  facts BIGINT NOT NULL,
  -- The sum over its rows.
  fingerprint DECIMAL(38, 0) NOT NULL
);
