-- What a scan found; a job that runs again has kept it already.
-- params: id, pairs, engine, commit, query_hash, scanned_at
INSERT INTO interaction_scan (id, pairs, engine, commit, query_hash, scanned_at)
VALUES ($1, $2::JSONB, $3, $4, $5, $6::TIMESTAMPTZ)
ON CONFLICT (id) DO NOTHING;
