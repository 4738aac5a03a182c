-- Which keys are there, and when was each last used? One's own, or (with a null) everybody's.
-- params: person_id
SELECT
  api_key.id AS id,
  api_key.kind AS kind,
  api_key.evaluation AS evaluation,
  api_key.name AS name,
  api_key.scopes AS scopes,
  api_key.live AS live,
  api_key.created_at AS created_at,
  api_key.expires_at AS expires_at,
  api_key.revoked_at AS revoked_at,
  max(key_use.minute) AS last_used_at
FROM api_key
LEFT JOIN key_use ON key_use.key_id = api_key.id
WHERE ($1::UUID IS NULL OR api_key.person_id = $1)
GROUP BY api_key.id
ORDER BY api_key.created_at ASC;
