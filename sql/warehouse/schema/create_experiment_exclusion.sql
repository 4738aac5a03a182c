-- Units of an experiment that are left out of all that is counted, and why: what was known of them at their first exposure.
-- params: none
CREATE TABLE IF NOT EXISTS experiment_exclusion (
  experiment VARCHAR(1024) NOT NULL,
  unit_number BIGINT NOT NULL,
  reason VARCHAR(1024) NOT NULL
);
