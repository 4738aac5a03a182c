-- How is the load of these files doing: the one of that id, or one that somebody asked for by hand and that is in the warehouse?
-- params: id, kind, sha256s
WITH loaded AS (
  SELECT
    geo_load.id AS id,
    ARRAY_AGG(file.value ->> 'sha256' ORDER BY file.value ->> 'sha256') AS sha256s
  FROM geo_load
  INNER JOIN JSONB_ARRAY_ELEMENTS(geo_load.files) AS file ON TRUE
  WHERE geo_load.kind = $2
    AND geo_load.finished_at IS NOT NULL
    AND geo_load.dropped_at IS NULL
  GROUP BY geo_load.id
)

SELECT
  geo_load.finished_at AS finished_at,
  job.state AS job_state,
  job.finished_at AS ended_at
FROM geo_load
LEFT JOIN loaded ON geo_load.id = loaded.id
LEFT JOIN job ON geo_load.job_id = job.id
WHERE geo_load.id = $1
  OR loaded.sha256s = $3::TEXT[]
ORDER BY geo_load.finished_at ASC NULLS LAST
LIMIT 1;
