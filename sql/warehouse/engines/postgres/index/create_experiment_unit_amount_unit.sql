-- For the refreshes that sum some units anew.
-- params: none
CREATE INDEX IF NOT EXISTS experiment_unit_amount_unit_index ON experiment_unit_amount (unit_number, experiment);
