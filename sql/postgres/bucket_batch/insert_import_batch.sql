-- Plan a batch of an import; its objects' names follow in the same transaction, since its number is in them.
-- A part that was planned before is found by find_import_batch.
-- params: origin, part, rows, opened_at
INSERT INTO bucket_batch (origin, part, state, objects, rows, opened_at)
VALUES ($1, $2, 'open', '[]', $3, $4::TIMESTAMPTZ)
ON CONFLICT (origin, part) DO NOTHING
RETURNING bucket_batch.id AS batch;
