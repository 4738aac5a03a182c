-- Puts values on a list; those that are on it already stay as they are.
-- params: ids, list, kind, values, reason, author, created_at, expires_at
INSERT INTO list_entry (id, list, kind, value, reason, author, created_at, expires_at)
SELECT
  given.id AS id,
  $2 AS list,
  $3 AS kind,
  given.value AS value,
  $5 AS reason,
  $6 AS author,
  $7 AS created_at,
  $8 AS expires_at
FROM UNNEST($1::UUID[], $4::TEXT[]) AS given (id, value)
ON CONFLICT (list, kind, value) WHERE removed_at IS NULL DO NOTHING
RETURNING
  id,
  value
