-- For the refreshes that read a day anew.
-- params: none
CREATE INDEX IF NOT EXISTS experiment_unit_amount_day_index ON experiment_unit_amount (experiment, block, day);
