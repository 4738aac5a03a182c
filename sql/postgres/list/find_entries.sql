-- Which entries answer these filters, the latest first? Values are of one kind, or all with the networks around an address;
-- removed and ended ones only where they are asked for. One page, before an id.
-- params: list, kinds, values, author, held_at, before_id, row_limit
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
WHERE ($1::TEXT IS NULL OR list_entry.list = $1)
  AND ($2::TEXT[] IS NULL OR list_entry.kind = ANY($2))
  AND ($3::TEXT[] IS NULL OR list_entry.value = ANY($3))
  AND ($4::TEXT IS NULL OR list_entry.author = $4)
  AND (
    $5::TIMESTAMPTZ IS NULL
    OR (
      list_entry.removed_at IS NULL
      AND (list_entry.expires_at IS NULL OR list_entry.expires_at > $5)
    )
  )
  AND ($6::UUID IS NULL OR list_entry.id < $6)
ORDER BY list_entry.id DESC
LIMIT $7
