-- The pause that lasts, if one does, ends.
-- params: experiment_key, resumed_at
UPDATE experiment_pause
SET resumed_at = $2
WHERE experiment_pause.experiment_key = $1
  AND experiment_pause.resumed_at IS NULL;
