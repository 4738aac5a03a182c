-- For the refreshes that ask by it.
-- params: none
CREATE INDEX IF NOT EXISTS experiment_unit_unit_index ON experiment_unit (experiment, unit);
