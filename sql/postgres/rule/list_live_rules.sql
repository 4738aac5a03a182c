-- Which rules decide, in the order in which they were made?
-- params: none
SELECT
  rule.id AS id,
  rule.version AS version,
  rule_version.label AS label,
  rule_version.expression AS expression,
  rule_version.action AS action,
  rule_version.value AS value
FROM rule
INNER JOIN rule_version ON rule.id = rule_version.rule_id
  AND rule.version = rule_version.version
WHERE rule.state = 'live'
ORDER BY rule.created_at, rule.id
