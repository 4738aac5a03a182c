-- For the loads and reports that ask by it.
-- params: none
CREATE INDEX IF NOT EXISTS exposure_experiment_index ON exposure (experiment);
