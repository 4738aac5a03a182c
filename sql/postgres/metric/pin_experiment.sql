-- An experiment is read by these versions.
-- params: key, pinned_metrics
UPDATE experiment
SET pinned_metrics = $2::JSONB
WHERE experiment.key = $1;
