-- Which ranges of days of this derived table were computed, to the end? Both days are among them.
-- params: table_name
SELECT
  job.payload ->> 'from' AS first_day,
  job.payload ->> 'to' AS last_day
FROM job
WHERE job.name = 'warehouse_backfill'
  AND job.state = 'done'
  AND job.payload ->> 'table' = $1;
