-- All objects of a batch are written: these are their sizes and checksums. One that is closed stays as it is.
-- params: batch, objects, rows
UPDATE bucket_batch
SET
  state = 'written',
  objects = $2::JSONB,
  rows = $3
WHERE bucket_batch.id = $1
  AND bucket_batch.state <> 'closed'
RETURNING bucket_batch.id AS batch;
