-- Name the objects that a batch is about to write.
-- params: batch, objects
UPDATE bucket_batch
SET objects = $2::JSONB
WHERE bucket_batch.id = $1
  AND bucket_batch.state = 'open';
