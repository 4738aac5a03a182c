-- Was this part of an import planned before, and is it written?
-- params: origin, part
SELECT
  bucket_batch.id AS batch,
  bucket_batch.state AS state,
  bucket_batch.rows AS rows
FROM bucket_batch
WHERE bucket_batch.origin = $1
  AND bucket_batch.part = $2;
