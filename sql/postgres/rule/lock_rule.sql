-- What is this rule now? Nobody else changes it until the transaction ends.
-- params: id
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
WHERE rule.id = $1
FOR UPDATE OF rule
