-- From now on everybody gets the baseline.
-- params: experiment_key, paused_at
INSERT INTO experiment_pause (experiment_key, paused_at)
VALUES ($1, $2);
