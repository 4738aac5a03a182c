-- On which pull would a delta of that day stand, and when were all rows read last? What the warehouse refused is no ground.
-- params: source, table_name, day
SELECT
  source_pull.shape_hash AS shape_hash,
  source_pull.cursor AS cursor,
  (
    SELECT max(whole.day)
    FROM source_pull AS whole
    WHERE whole.source = $1
      AND whole.table_name = $2
      AND whole.day < $3
      AND whole.mode = 'full'
      AND whole.refused IS NULL
      AND whole.finished_at IS NOT NULL
  ) AS full_day
FROM source_pull
WHERE source_pull.source = $1
  AND source_pull.table_name = $2
  AND source_pull.day < $3
  AND source_pull.refused IS NULL
  AND source_pull.finished_at IS NOT NULL
ORDER BY source_pull.day DESC, source_pull.finished_at DESC
LIMIT 1
