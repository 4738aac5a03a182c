-- For the refreshes that sum some units anew.
-- params: none
CREATE INDEX IF NOT EXISTS experiment_unit_day_unit_index ON experiment_unit_day (unit_number, experiment);
