-- Another role, or no longer (or again) a person of ours; a null leaves the role as it is.
-- params: id, role, disabled_at
UPDATE person
SET
  role = coalesce($2, person.role),
  disabled_at = $3
WHERE person.id = $1
RETURNING
  person.id AS id,
  person.email AS email,
  person.name AS name,
  person.role AS role,
  person.created_at AS created_at,
  person.disabled_at AS disabled_at;
