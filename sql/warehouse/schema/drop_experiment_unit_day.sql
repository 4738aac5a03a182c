-- What experiment_unit_amount is instead of; the next refresh of an experiment fills that.
-- params: none
DROP TABLE IF EXISTS experiment_unit_day CASCADE;
