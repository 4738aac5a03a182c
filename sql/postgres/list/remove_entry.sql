-- Takes an entry from its list; nothing when it is gone.
-- params: id, now, removed_by
UPDATE list_entry
SET removed_at = $2, removed_by = $3
WHERE id = $1
  AND removed_at IS NULL
RETURNING
  id AS id,
  list AS list,
  kind AS kind,
  value AS value,
  reason AS reason,
  author AS author,
  created_at AS created_at,
  expires_at AS expires_at,
  removed_at AS removed_at,
  removed_by AS removed_by
