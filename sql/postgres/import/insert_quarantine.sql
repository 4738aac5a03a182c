-- Lines that could not be read.
-- params: import_id, lines, fields, rules, details
INSERT INTO import_quarantine (import_id, line, field, rule, detail)
SELECT
  $1 AS import_id,
  given.line AS line,
  given.field AS field,
  given.rule AS rule,
  given.detail AS detail
FROM UNNEST($2::BIGINT[], $3::TEXT[], $4::TEXT[], $5::TEXT[]) AS given (line, field, rule, detail)
ON CONFLICT (import_id, line) DO NOTHING
