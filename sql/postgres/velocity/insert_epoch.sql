-- Opens an epoch.
-- params: epoch, run_id, token, opened_at, reason, observations
INSERT INTO velocity_epoch (epoch, run_id, token, opened_at, reason, observations)
VALUES ($1, $2, $3, $4, $5, $6)
