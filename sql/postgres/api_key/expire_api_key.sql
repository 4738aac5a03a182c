-- This key opens nothing after this time, or after its own end where that is earlier.
-- params: id, expires_at
UPDATE api_key
SET expires_at = least(api_key.expires_at, $2)
WHERE api_key.id = $1
RETURNING api_key.expires_at AS expires_at;
