-- The latest loads; with an id, that one. A version is valid until the next one of its kind that is in the warehouse.
-- params: id, kind, row_limit
WITH dated AS (
  SELECT
    geo_load.id AS id,
    LEAD(geo_load.valid_from) OVER (
      PARTITION BY geo_load.kind
      ORDER BY geo_load.valid_from ASC, geo_load.geo_version ASC
    ) AS valid_until
  FROM geo_load
  WHERE geo_load.finished_at IS NOT NULL
    AND geo_load.dropped_at IS NULL
)

SELECT
  geo_load.id AS id,
  geo_load.geo_version AS geo_version,
  geo_load.request AS request,
  geo_load.kind AS kind,
  geo_load.database_type AS database_type,
  geo_load.built_at AS built_at,
  geo_load.files AS files,
  geo_load.valid_from AS valid_from,
  dated.valid_until AS valid_until,
  geo_load.counts AS counts,
  geo_load.job_id AS job_id,
  CASE
    WHEN geo_load.dropped_at IS NOT NULL THEN 'dropped'
    WHEN geo_load.finished_at IS NOT NULL THEN 'done'
    ELSE COALESCE(job.state, 'pending')
  END AS state,
  job.error AS error,
  geo_load.created_by AS created_by,
  geo_load.created_at AS created_at,
  geo_load.finished_at AS finished_at
FROM geo_load
LEFT JOIN dated ON geo_load.id = dated.id
LEFT JOIN job ON geo_load.job_id = job.id
WHERE ($1::UUID IS NULL OR geo_load.id = $1::UUID)
  AND ($2::TEXT IS NULL OR geo_load.kind = $2::TEXT)
ORDER BY
  geo_load.created_at DESC,
  geo_load.id DESC
LIMIT $3;
