-- What did these versions of rules say, in the order given?
-- params: rules
SELECT
  rule_version.rule_id AS id,
  rule_version.version AS version,
  rule_version.label AS label,
  rule_version.expression AS expression,
  rule_version.action AS action,
  rule_version.value AS value
FROM JSONB_ARRAY_ELEMENTS($1::JSONB) WITH ORDINALITY AS member (rule, place)
INNER JOIN rule_version ON rule_version.rule_id = (member.rule ->> 0)::UUID
  AND rule_version.version = (member.rule ->> 1)::INTEGER
ORDER BY member.place ASC
