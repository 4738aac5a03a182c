-- Was this derived table asked for up to this day, lately, and after the last company's table or geography that came?
-- params: table_name, day, since
SELECT job.id AS id
FROM job
WHERE job.name = 'warehouse_backfill'
  AND job.payload ->> 'table' = $1
  AND job.payload ->> 'to' >= $2
  AND job.created_at > $3
  AND NOT EXISTS (
    SELECT 1
    FROM source_pull
    -- One that came just before may not have been in the warehouse yet.
    WHERE source_pull.finished_at > job.created_at - INTERVAL '5 minutes'
  )
  AND NOT EXISTS (
    SELECT 1
    FROM geo_load
    WHERE geo_load.finished_at > job.created_at
  )
LIMIT 1;
