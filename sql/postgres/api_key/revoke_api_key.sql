-- This key opens nothing from now on. One's own, or (with a null) anybody's.
-- params: id, revoked_at, person_id
UPDATE api_key
SET revoked_at = $2
WHERE api_key.id = $1
  AND api_key.revoked_at IS NULL
  AND ($3::UUID IS NULL OR api_key.person_id = $3)
RETURNING
  api_key.id AS id,
  api_key.name AS name;
