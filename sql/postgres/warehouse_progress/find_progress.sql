-- How far is the warehouse, and what is closed and not in it?
-- params: none
SELECT
  warehouse_progress.sequence AS sequence,
  warehouse_progress.loaded_at AS loaded_at,
  count(bucket_batch.id) AS batches,
  coalesce(sum(bucket_batch.rows), 0)::BIGINT AS rows,
  min(bucket_batch.closed_at) AS oldest
FROM warehouse_progress
LEFT JOIN bucket_batch ON bucket_batch.sequence > warehouse_progress.sequence
GROUP BY
  warehouse_progress.sequence,
  warehouse_progress.loaded_at
