-- Which closed batches come after that one, in the order in which they are loaded?
-- params: after_sequence, row_limit
SELECT
  bucket_batch.id AS batch,
  bucket_batch.sequence AS sequence,
  bucket_batch.log_transaction::TEXT::BIGINT AS log_transaction,
  bucket_batch.snapshot AS snapshot,
  bucket_batch.objects AS objects
FROM bucket_batch
WHERE bucket_batch.sequence > $1
ORDER BY bucket_batch.sequence ASC
LIMIT $2;
