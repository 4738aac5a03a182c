-- Another role, or no longer (or again) a person of ours; a null leaves as it is what it would change.
-- params: id, role, disabled, now
UPDATE person
SET
  role = coalesce($2, person.role),
  disabled_at = CASE
    WHEN $3::BOOLEAN IS NULL THEN person.disabled_at
    WHEN $3::BOOLEAN THEN coalesce(person.disabled_at, $4)
  END
WHERE person.id = $1
RETURNING
  person.id AS id,
  person.email AS email,
  person.name AS name,
  person.role AS role,
  person.created_at AS created_at,
  person.disabled_at AS disabled_at;
