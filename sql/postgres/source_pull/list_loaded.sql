-- Through when does the warehouse have each table that was pulled? One row a good pull that it has loaded, the newest days of
-- each table. A snapshot holds what was there when its pull began, and a day's own data end with the day.
-- params: newest
WITH ranked AS (
  SELECT
    source_pull.id AS id,
    row_number() OVER (
      PARTITION BY source_pull.source, source_pull.table_name
      ORDER BY source_pull.day DESC, source_pull.finished_at DESC
    ) AS place
  FROM source_pull
  WHERE source_pull.finished_at IS NOT NULL
    AND source_pull.refused IS NULL
    AND source_pull.started_at IS NOT NULL
)
SELECT
  source_pull.source || '_' || source_pull.table_name AS name,
  source_pull.mode = 'events' AS is_events,
  source_table.definition ->> 'at_hour' IS NOT NULL AS is_scheduled,
  source_pull.day AS day,
  least(source_pull.started_at, (source_pull.day + 1)::TIMESTAMP AT TIME ZONE 'UTC') AS holds_through
FROM ranked
INNER JOIN source_pull ON ranked.id = source_pull.id
LEFT JOIN source_table ON source_pull.source = source_table.source
  AND source_pull.table_name = source_table.name
WHERE ranked.place <= $1
  AND warehouse_has_passed('pull-' || source_pull.id || '-' || source_pull.attempt)
ORDER BY
  name COLLATE "C" ASC,
  source_pull.day ASC;
