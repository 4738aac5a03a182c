-- What a refresh has cost; those of long ago say nothing any more.
-- params: experiment_key, refreshed_at, signature, read, rows_written, seconds, days
WITH forgotten AS (
  DELETE FROM refresh_cost
  WHERE refresh_cost.experiment_key = $1
    AND refresh_cost.refreshed_at < $2::TIMESTAMPTZ - INTERVAL '90 days'
    AND refresh_cost.read = 'changed'
)

INSERT INTO refresh_cost (experiment_key, refreshed_at, signature, read, rows_written, seconds, days)
VALUES ($1, $2::TIMESTAMPTZ, $3, $4, $5, $6, $7)
ON CONFLICT (experiment_key, refreshed_at) DO NOTHING;
