-- A training that is asked for: its version is its number.
-- params: request, cut, features_version, created_by, created_at
INSERT INTO model_version (request, cut, features_version, created_by, created_at)
VALUES ($1::JSONB, $2, $3, $4, $5)
RETURNING model_version.version AS version
