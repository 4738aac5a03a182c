-- A version is trained. One that was trained meanwhile stays as it is.
-- params: version, data, metrics, curve, machine, hash, finished_at
UPDATE model_version
SET
  data = $2::JSONB,
  metrics = $3::JSONB,
  curve = $4::JSONB,
  machine = $5,
  hash = $6,
  finished_at = $7
WHERE model_version.version = $1
  AND model_version.finished_at IS NULL
