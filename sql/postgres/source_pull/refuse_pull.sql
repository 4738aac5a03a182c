-- The warehouse did not take what this batch brought: a delta must not stand on it.
-- params: batch, refused
UPDATE source_pull
SET refused = $2
FROM bucket_batch
WHERE bucket_batch.id = $1
  AND bucket_batch.origin = 'pull-' || source_pull.id || '-' || source_pull.attempt
