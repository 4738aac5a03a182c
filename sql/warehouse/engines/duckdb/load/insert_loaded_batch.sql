-- The batch is in, with everything above: the same transaction.
-- params: batch, sequence, loaded_at
INSERT INTO loaded_batch (batch, sequence, event_rows, loaded_at)
SELECT
  CAST($1 AS BIGINT) AS batch,
  CAST($2 AS BIGINT) AS sequence,
  count(*) AS event_rows,
  CAST($3 AS TIMESTAMP) AS loaded_at
FROM fresh_event;
