-- The first rows that a pull left aside.
-- params: pull_id, objects, lines, fields, rules, details
INSERT INTO source_quarantine (pull_id, place, object, line, field, rule, detail)
SELECT
  $1 AS pull_id,
  given.place AS place,
  given.object AS object,
  given.line AS line,
  given.field AS field,
  given.rule AS rule,
  given.detail AS detail
FROM unnest($2::TEXT[], $3::BIGINT[], $4::TEXT[], $5::TEXT[], $6::TEXT[]) WITH ORDINALITY
  AS given (object, line, field, rule, detail, place)
