-- Which list entries are held, as many as asked for? Expiry is judged when a pledge is scored.
-- params: row_limit
SELECT
  list_entry.list AS list,
  list_entry.kind AS kind,
  list_entry.value AS value,
  list_entry.reason AS reason,
  list_entry.expires_at AS expires_at
FROM list_entry
WHERE list_entry.removed_at IS NULL
LIMIT $1
