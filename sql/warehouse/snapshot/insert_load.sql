-- The snapshot is in, in the transaction that brought it.
-- params: table_name, snapshot_on, mode, batch, loaded_rows, loaded_at
INSERT INTO snapshot_load (table_name, snapshot_on, mode, batch, loaded_rows, loaded_at)
VALUES ($1, CAST($2 AS DATE), $3, CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS TIMESTAMP));
