-- Which rules was this ruleset, as they were, in their order?
-- params: hash
SELECT
  rule_version.rule_id AS id,
  rule_version.version AS version,
  COALESCE(member.rule ->> 2, 'live') AS state,
  rule_version.label AS label,
  rule_version.expression AS expression,
  rule_version.action AS action,
  rule_version.value AS value
FROM ruleset
CROSS JOIN LATERAL JSONB_ARRAY_ELEMENTS(ruleset.rules) WITH ORDINALITY AS member (rule, place)
INNER JOIN rule_version ON rule_version.rule_id = (member.rule ->> 0)::UUID
  AND rule_version.version = (member.rule ->> 1)::INTEGER
WHERE ruleset.hash = $1
ORDER BY member.place ASC
