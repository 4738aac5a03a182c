-- A column came with a snapshot.
-- params: table_name, name, type, added_at
INSERT INTO snapshot_column (table_name, name, type, added_at, position)
SELECT
  CAST($1 AS VARCHAR(256)) AS table_name,
  CAST($2 AS VARCHAR(64)) AS name,
  CAST($3 AS VARCHAR(32)) AS type,
  CAST($4 AS TIMESTAMP) AS added_at,
  COUNT(*) + 1 AS position
FROM snapshot_column
WHERE snapshot_column.table_name = CAST($1 AS VARCHAR(256));
