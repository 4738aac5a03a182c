-- What did a rule say in each of its versions, newest first?
-- params: rule_id
SELECT
  rule_version.version AS version,
  rule_version.label AS label,
  rule_version.expression AS expression,
  rule_version.action AS action,
  rule_version.value AS value,
  rule_version.created_at AS created_at,
  rule_version.created_by AS created_by
FROM rule_version
WHERE rule_version.rule_id = $1
ORDER BY rule_version.version DESC
