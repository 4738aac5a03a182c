-- Plan a batch of the log: its bounds and the names of its objects, before anything is written.
-- params: epoch, after_transaction, after_position, last_transaction, last_position, objects, rows, opened_at
INSERT INTO bucket_batch (
  origin, state, epoch, after_transaction, after_position, last_transaction, last_position, objects, rows, opened_at
)
VALUES ('log', 'open', $1, $2::XID8, $3, $4::XID8, $5, $6::JSONB, $7, $8::TIMESTAMPTZ)
RETURNING bucket_batch.id AS batch;
