-- Plan a batch of the log by its bounds; its objects' names follow in the same transaction, since its number is in them.
-- params: epoch, after_transaction, after_position, last_transaction, last_position, rows, opened_at
INSERT INTO bucket_batch (
  origin, state, epoch, after_transaction, after_position, last_transaction, last_position, objects, rows, opened_at
)
VALUES ('log', 'open', $1, $2::XID8, $3, $4::XID8, $5, '[]', $6, $7::TIMESTAMPTZ)
RETURNING bucket_batch.id AS batch;
