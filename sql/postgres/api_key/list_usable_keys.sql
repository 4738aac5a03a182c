-- Which keys open a door now? All of them: each process holds them in memory. A personal one speaks for its person, by
-- the person's name.
-- params: now
SELECT
  api_key.id AS id,
  api_key.kind AS kind,
  api_key.evaluation AS evaluation,
  api_key.person_id AS person_id,
  COALESCE(person.name, api_key.name) AS name,
  encode(api_key.token_hash, 'base64') AS token_hash,
  api_key.scopes AS scopes,
  api_key.live AS live,
  api_key.expires_at AS expires_at,
  person.role AS role
FROM api_key
LEFT JOIN person ON person.id = api_key.person_id
WHERE api_key.revoked_at IS NULL
  AND (api_key.expires_at IS NULL OR api_key.expires_at > $1)
  AND person.disabled_at IS NULL;
