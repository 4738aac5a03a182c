-- Up to which batch, in the order of closing, is the warehouse?
-- params: none
SELECT COALESCE(MAX(loaded_batch.sequence), 0) AS sequence
FROM loaded_batch;
