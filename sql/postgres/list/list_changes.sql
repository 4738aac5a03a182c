-- What came to the lists, and what went, from a version of the configuration on (change, id)? One page, in that order. At
-- first only what is held and has not ended.
-- params: from_change, after_id, is_first, now, row_limit
SELECT
  list_entry.id AS id,
  list_entry.change AS change,
  list_entry.list AS list,
  list_entry.kind AS kind,
  list_entry.value AS value,
  list_entry.reason AS reason,
  list_entry.expires_at AS expires_at,
  list_entry.removed_at IS NOT NULL AS removed
FROM list_entry
WHERE list_entry.change >= $1
  AND (list_entry.change, list_entry.id) > ($1, $2::UUID)
  AND (
    NOT $3::BOOLEAN
    OR (
      list_entry.removed_at IS NULL
      AND (list_entry.expires_at IS NULL OR list_entry.expires_at > $4)
    )
  )
ORDER BY list_entry.change ASC, list_entry.id ASC
LIMIT $5
