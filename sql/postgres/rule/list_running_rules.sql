-- Which rules decide, and which are watched, in the order in which they were made?
-- params: none
SELECT
  rule.id AS id,
  rule.version AS version,
  rule.state AS state,
  rule_version.label AS label,
  rule_version.expression AS expression,
  rule_version.action AS action,
  rule_version.value AS value
FROM rule
INNER JOIN rule_version ON rule.id = rule_version.rule_id
  AND rule.version = rule_version.version
WHERE rule.state IN ('live', 'shadow')
ORDER BY rule.created_at, rule.id
