-- What of each table is known: its pulls for a day since that one, its newest pull, and its newest that ended well. What a
-- schedule and a person want to know of freshness follows from them.
-- params: since
WITH numbered AS (
  SELECT
    source_pull.id AS id,
    row_number() OVER (
      PARTITION BY source_pull.source, source_pull.table_name
      ORDER BY source_pull.created_at DESC, source_pull.id DESC
    ) AS place,
    row_number() OVER (
      PARTITION BY source_pull.source, source_pull.table_name
      ORDER BY (source_pull.finished_at IS NOT NULL AND source_pull.refused IS NULL) DESC, source_pull.day DESC,
        source_pull.finished_at DESC
    ) AS good_place
  FROM source_pull
)

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
INNER JOIN numbered ON source_pull.id = numbered.id
LEFT JOIN job ON source_pull.job_id = job.id
WHERE numbered.place = 1
  OR numbered.good_place = 1
  OR source_pull.day >= $1
ORDER BY source_pull.created_at DESC, source_pull.id DESC
