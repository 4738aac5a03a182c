-- Of which day is the newest snapshot of each of the company's tables, how many rows did it bring and when was it loaded?
-- params: none
WITH ranked AS (
  SELECT
    snapshot_load.table_name AS table_name,
    snapshot_load.snapshot_on AS snapshot_on,
    snapshot_load.loaded_rows AS loaded_rows,
    snapshot_load.loaded_at AS loaded_at,
    COUNT(*) OVER (
      PARTITION BY snapshot_load.table_name
    ) AS loads,
    ROW_NUMBER() OVER (
      PARTITION BY snapshot_load.table_name
      ORDER BY snapshot_load.snapshot_on DESC, snapshot_load.loaded_at DESC
    ) AS recency
  FROM snapshot_load
)

SELECT
  ranked.table_name AS table_name,
  ranked.snapshot_on AS snapshot_on,
  ranked.loaded_rows AS table_rows,
  ranked.loaded_at AS loaded_at,
  ranked.loads AS loads
FROM ranked
WHERE ranked.recency = 1
ORDER BY ranked.table_name ASC;
