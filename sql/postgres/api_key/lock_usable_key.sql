-- Which key is to have a successor? Only one that still opens a door; nobody else changes it meanwhile.
-- params: id, now
SELECT
  api_key.kind AS kind,
  api_key.evaluation AS evaluation,
  api_key.person_id AS person_id,
  api_key.name AS name,
  api_key.scopes AS scopes,
  api_key.live AS live,
  api_key.expires_at AS expires_at
FROM api_key
WHERE api_key.id = $1
  AND api_key.revoked_at IS NULL
  AND (api_key.expires_at IS NULL OR api_key.expires_at > $2)
FOR UPDATE;
