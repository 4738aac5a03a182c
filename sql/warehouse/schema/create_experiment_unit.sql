-- The units of an experiment, as their exposures have them so far.
-- params: none
CREATE TABLE IF NOT EXISTS experiment_unit (
  experiment VARCHAR(1024) NOT NULL,
  -- What experiment_unit_amount knows it by; of no meaning elsewhere.
  unit_number BIGINT NOT NULL,
  unit VARCHAR(1024) NOT NULL,
  -- The backer that a visitor became; NULL for others.
  backer_id VARCHAR(1024),
  -- In the order of the alphabet. A unit that met several variants is counted, and left out.
  first_variant VARCHAR(1024) NOT NULL,
  last_variant VARCHAR(1024) NOT NULL,
  -- From 1: a change of the weights begins a new one.
  phase BIGINT NOT NULL,
  -- The first time, UTC.
  exposed_at TIMESTAMP NOT NULL,
  -- Its day in the company's reporting zone.
  cohort_day DATE NOT NULL
);
