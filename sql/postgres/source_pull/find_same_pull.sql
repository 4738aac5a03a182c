-- Which pull of this table and day is there: one that is not finished, else the last that ended?
-- params: source, table_name, day
SELECT source_pull.id AS id
FROM source_pull
WHERE source_pull.source = $1
  AND source_pull.table_name = $2
  AND source_pull.day = $3
ORDER BY source_pull.finished_at DESC NULLS FIRST, source_pull.id DESC
LIMIT 1
