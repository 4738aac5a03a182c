-- Which snoozes hold? Their end is judged when a pledge is scored.
-- params: now
SELECT
  rule_snooze.rule_id AS rule_id,
  rule_snooze.kind AS kind,
  rule_snooze.value AS value,
  rule_snooze.until AS until
FROM rule_snooze
WHERE rule_snooze.ended_at IS NULL
  AND rule_snooze.until > $1
ORDER BY rule_snooze.created_at, rule_snooze.id
