-- How is this pull going?
-- params: id
SELECT
  source_pull.id AS id,
  source_pull.source AS source,
  source_pull.table_name AS "table",
  source_pull.day AS day,
  source_pull.job_id AS job_id,
  source_pull.attempt AS attempt,
  source_pull.started_at AS started_at,
  source_pull.mode AS mode,
  source_pull.counts AS counts,
  source_pull.manifest AS manifest,
  source_pull.refused AS refused,
  source_pull.created_by AS created_by,
  source_pull.created_at AS created_at,
  source_pull.finished_at AS finished_at,
  warehouse_has_passed('pull-' || source_pull.id || '-' || source_pull.attempt) AS passed,
  job.state AS job_state,
  job.error AS error,
  job.finished_at AS ended_at
FROM source_pull
LEFT JOIN job ON source_pull.job_id = job.id
WHERE source_pull.id = $1
