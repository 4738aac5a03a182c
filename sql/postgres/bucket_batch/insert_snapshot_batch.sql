-- Plan the batch of a snapshot; its objects are named one by one, each before it is written.
-- params: origin, snapshot, opened_at
INSERT INTO bucket_batch (origin, part, state, snapshot, objects, rows, opened_at)
VALUES ($1, 0, 'open', $2::JSONB, '[]', 0, $3::TIMESTAMPTZ)
RETURNING bucket_batch.id AS batch;
