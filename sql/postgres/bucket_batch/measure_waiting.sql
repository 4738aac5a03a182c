-- How much is closed and not yet loaded?
-- params: after_sequence
SELECT
  coalesce(sum(bucket_batch.rows), 0)::BIGINT AS rows,
  min(bucket_batch.closed_at) AS oldest
FROM bucket_batch
WHERE bucket_batch.sequence > $1;
