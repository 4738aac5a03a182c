-- Whose days an experiment's looks and readouts are cut by: the company's reporting zone at the start. What has started
-- before there was a setting keeps UTC's.
-- params: none
ALTER TABLE experiment ADD COLUMN reporting_zone TEXT;
UPDATE experiment
SET reporting_zone = 'UTC'
WHERE experiment.started_at IS NOT NULL;
