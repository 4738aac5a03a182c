-- Who signs in with this address? Disabled people do not.
-- params: email
SELECT
  person.id AS id,
  person.email AS email,
  person.name AS name,
  person.role AS role,
  person.password_hash AS password_hash
FROM person
WHERE person.email = $1
  AND person.disabled_at IS NULL;
