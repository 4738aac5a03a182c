-- Plan a batch of an import; a part that was planned before is found by find_import_batch.
-- params: origin, part, objects, rows, opened_at
INSERT INTO bucket_batch (origin, part, state, objects, rows, opened_at)
VALUES ($1, $2, 'open', $3::JSONB, $4, $5::TIMESTAMPTZ)
ON CONFLICT (origin, part) DO NOTHING
RETURNING bucket_batch.id AS batch;
