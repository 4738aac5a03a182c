-- Ends a snooze before its time; nothing when it has ended.
-- params: id, now
UPDATE rule_snooze
SET ended_at = $2
WHERE id = $1
  AND ended_at IS NULL
  AND until > $2
RETURNING
  id AS id,
  rule_id AS rule_id,
  kind AS kind,
  value AS value,
  until AS until,
  reason AS reason,
  created_at AS created_at,
  created_by AS created_by,
  ended_at AS ended_at
