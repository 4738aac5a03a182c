-- Which rules are there (in a state, or all), newest first?
-- params: state
SELECT
  rule.id AS id,
  rule.state AS state,
  rule.version AS version,
  rule_version.label AS label,
  rule_version.expression AS expression,
  rule_version.action AS action,
  rule_version.value AS value,
  rule.created_at AS created_at,
  rule_version.created_by AS created_by
FROM rule
INNER JOIN rule_version ON rule.id = rule_version.rule_id
  AND rule.version = rule_version.version
WHERE $1::TEXT IS NULL
  OR rule.state = $1::TEXT
ORDER BY rule.created_at DESC, rule.id DESC
