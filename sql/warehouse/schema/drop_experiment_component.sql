-- What experiment_place is instead of.
-- params: none
DROP TABLE IF EXISTS experiment_component CASCADE;
