-- The units of an experiment, as their exposures have them so far. How each column is packed is said here: to try all ways out,
-- as DuckDB does by itself, takes longer than to write it.
-- params: none
CREATE TABLE IF NOT EXISTS experiment_unit (
  experiment VARCHAR(1024) NOT NULL USING COMPRESSION dictionary,
  -- What experiment_unit_amount knows it by; of no meaning elsewhere.
  unit_number BIGINT NOT NULL USING COMPRESSION bitpacking,
  unit VARCHAR(1024) NOT NULL USING COMPRESSION uncompressed,
  -- The backer that a visitor became; NULL for others.
  backer_id VARCHAR(1024) USING COMPRESSION uncompressed,
  -- In the order of the alphabet. A unit that met several variants is counted, and left out.
  first_variant VARCHAR(1024) NOT NULL USING COMPRESSION dictionary,
  last_variant VARCHAR(1024) NOT NULL USING COMPRESSION dictionary,
  -- From 1: a change of the weights begins a new one.
  phase BIGINT NOT NULL USING COMPRESSION bitpacking,
  -- The first time, UTC.
  exposed_at TIMESTAMP NOT NULL USING COMPRESSION bitpacking,
  -- Its day in the company's reporting zone.
  cohort_day DATE NOT NULL USING COMPRESSION bitpacking
);
