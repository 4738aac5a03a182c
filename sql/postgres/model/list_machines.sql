-- What did these trainings learn? Those that are trained.
-- params: versions
SELECT
  model_version.version AS version,
  model_version.machine AS machine
FROM model_version
WHERE model_version.version = ANY($1::INTEGER[])
  AND model_version.finished_at IS NOT NULL
ORDER BY model_version.version ASC
