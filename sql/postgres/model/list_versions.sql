-- The trainings, the newest first, or one of them, with what became of their jobs.
-- params: version, row_limit
SELECT
  model_version.version AS version,
  model_version.request AS request,
  model_version.cut AS cut,
  model_version.features_version AS features_version,
  model_version.job_id AS job_id,
  model_version.created_by AS created_by,
  model_version.created_at AS created_at,
  model_version.data AS data,
  model_version.metrics AS metrics,
  model_version.hash AS hash,
  model_version.finished_at AS finished_at,
  CASE
    WHEN model_version.finished_at IS NOT NULL THEN 'done'
    ELSE COALESCE(job.state, 'pending')
  END AS state,
  job.error AS error
FROM model_version
LEFT JOIN job ON model_version.job_id = job.id
WHERE $1::INTEGER IS NULL OR model_version.version = $1::INTEGER
ORDER BY model_version.version DESC
LIMIT $2
