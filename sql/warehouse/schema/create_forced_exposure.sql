-- A unit met a variant that was forced on it, to try it out: no exposure, and counted apart.
-- params: none
CREATE TABLE IF NOT EXISTS forced_exposure (
  experiment VARCHAR(1024) NOT NULL,
  variant VARCHAR(1024) NOT NULL,
  unit VARCHAR(1024) NOT NULL,
  time TIMESTAMP NOT NULL,
  live BOOLEAN NOT NULL
);
