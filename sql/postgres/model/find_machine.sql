-- What did a training learn? None before it is trained.
-- params: version
SELECT
  model_version.machine AS machine,
  model_version.curve AS curve
FROM model_version
WHERE model_version.version = $1
  AND model_version.finished_at IS NOT NULL
