-- Whose session is this, if it still holds?
-- params: token_hash, now
SELECT
  person.id AS id,
  person.name AS name,
  person.role AS role
FROM session
INNER JOIN person ON person.id = session.person_id
WHERE session.token_hash = $1
  AND session.expires_at > $2
  AND person.disabled_at IS NULL;
