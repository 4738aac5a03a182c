-- The batch is in, with everything above: the same transaction.
-- params: batch, sequence, loaded_rows, loaded_at
INSERT INTO loaded_batch (batch, sequence, loaded_rows, loaded_at)
VALUES (CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS TIMESTAMP));
