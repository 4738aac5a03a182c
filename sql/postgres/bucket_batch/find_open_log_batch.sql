-- Is there a batch of the log that was planned and not closed?
-- params: none
SELECT
  bucket_batch.id AS batch,
  bucket_batch.after_transaction::TEXT AS after_transaction,
  bucket_batch.after_position AS after_position,
  bucket_batch.last_transaction::TEXT AS last_transaction,
  bucket_batch.last_position AS last_position,
  bucket_batch.objects AS objects
FROM bucket_batch
WHERE bucket_batch.origin = 'log'
  AND bucket_batch.state <> 'closed';
