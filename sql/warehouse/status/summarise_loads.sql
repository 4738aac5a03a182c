-- Up to which batch, in the order of closing, is the warehouse, and when was one loaded last?
-- params: none
SELECT
  COALESCE(MAX(loaded_batch.sequence), 0) AS sequence,
  MAX(loaded_batch.loaded_at) AS loaded_at
FROM loaded_batch;
