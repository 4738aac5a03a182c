-- Who administers now? Locked, so that of two admins who step down at once the second one is seen to be the last.
-- params: none
SELECT
  person.id AS id
FROM person
WHERE person.role = 'admin'
  AND person.disabled_at IS NULL
ORDER BY person.id ASC
FOR UPDATE;
