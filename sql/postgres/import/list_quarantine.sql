-- Which lines of a file could not be read, and why? One page.
-- params: import_id, after_line, row_limit
SELECT
  import_quarantine.line AS line,
  import_quarantine.field AS field,
  import_quarantine.rule AS rule,
  import_quarantine.detail AS detail
FROM import_quarantine
WHERE import_quarantine.import_id = $1
  AND import_quarantine.line > $2
ORDER BY import_quarantine.line ASC
LIMIT $3
