-- The lines of an experiment's results: a metric in one version and one reading.
-- params: none
CREATE TABLE IF NOT EXISTS experiment_line (
  experiment VARCHAR(1024) NOT NULL,
  -- From 1.
  line BIGINT NOT NULL,
  metric VARCHAR(64) NOT NULL,
  version BIGINT NOT NULL,
  reading VARCHAR(64) NOT NULL,
  window_days BIGINT NOT NULL,
  -- What a unit's value is at most; NULL: anything.
  cap DECIMAL(38, 0),
  is_ratio BOOLEAN NOT NULL,
  has_covariate BOOLEAN NOT NULL
);
