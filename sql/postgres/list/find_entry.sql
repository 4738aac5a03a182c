-- What is this entry?
-- params: id
SELECT
  list_entry.id AS id,
  list_entry.list AS list,
  list_entry.kind AS kind,
  list_entry.value AS value,
  list_entry.reason AS reason,
  list_entry.author AS author,
  list_entry.created_at AS created_at,
  list_entry.expires_at AS expires_at,
  list_entry.removed_at AS removed_at,
  list_entry.removed_by AS removed_by
FROM list_entry
WHERE list_entry.id = $1
