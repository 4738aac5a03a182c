-- Units by the variant, the phase and the day that they came on, as a reading found them: whether they were split as planned from
-- day to day is told from these. NULL in readings from before.
-- params: none
ALTER TABLE experiment_refresh ADD COLUMN arrivals JSONB;
