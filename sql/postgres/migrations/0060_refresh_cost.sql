-- What reading the warehouse for an experiment has cost: what the next refresh will cost is told from it.
CREATE TABLE refresh_cost (
  experiment_key TEXT NOT NULL REFERENCES experiment (key),
  refreshed_at TIMESTAMPTZ NOT NULL,
  -- Of what decides whether the next one goes on from here; another one, and everything is read anew.
  signature TEXT NOT NULL,
  -- whole: everything was read; changed: what had changed since the refresh before.
  read TEXT NOT NULL CHECK (read IN ('whole', 'changed')),
  -- Rows of the aggregate that were written or taken away.
  rows_written BIGINT NOT NULL,
  seconds DOUBLE PRECISION NOT NULL,
  -- Days of data from the start until then.
  days DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (experiment_key, refreshed_at)
);
