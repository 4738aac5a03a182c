-- Who may sign in here, and who no longer may?
-- params: none
SELECT
  person.id AS id,
  person.email AS email,
  person.name AS name,
  person.role AS role,
  person.created_at AS created_at,
  person.disabled_at AS disabled_at
FROM person
ORDER BY person.email ASC;
