-- Which batches of such origins were never closed, and are old? Those of the origins that are kept are still at work.
-- params: prefix, before, kept, row_limit
SELECT
  bucket_batch.id AS batch,
  bucket_batch.objects AS objects,
  bucket_batch.snapshot AS snapshot
FROM bucket_batch
WHERE starts_with(bucket_batch.origin, $1)
  AND bucket_batch.state <> 'closed'
  AND bucket_batch.opened_at < $2::TIMESTAMPTZ
  AND bucket_batch.origin <> ALL ($3::TEXT[])
ORDER BY bucket_batch.id ASC
LIMIT $4
