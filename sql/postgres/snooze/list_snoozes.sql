-- For which entities was a rule silenced, newest first?
-- params: rule_id
SELECT
  rule_snooze.id AS id,
  rule_snooze.rule_id AS rule_id,
  rule_snooze.kind AS kind,
  rule_snooze.value AS value,
  rule_snooze.until AS until,
  rule_snooze.reason AS reason,
  rule_snooze.created_at AS created_at,
  rule_snooze.created_by AS created_by,
  rule_snooze.ended_at AS ended_at
FROM rule_snooze
WHERE rule_snooze.rule_id = $1
ORDER BY rule_snooze.created_at DESC, rule_snooze.id DESC
