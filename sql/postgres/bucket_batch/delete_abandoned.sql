-- Forget a batch whose objects are gone. One that was closed meanwhile stays.
-- params: batch
DELETE FROM bucket_batch
WHERE bucket_batch.id = $1
  AND bucket_batch.state <> 'closed'
