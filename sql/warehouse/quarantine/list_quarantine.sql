-- What could not be loaded, by object and line?
-- params: row_limit
SELECT
  quarantine.batch AS batch,
  quarantine.object AS object,
  quarantine.line AS line,
  quarantine.rule AS rule,
  quarantine.text AS text
FROM quarantine
ORDER BY quarantine.batch ASC, quarantine.object ASC, quarantine.line ASC
LIMIT CAST($1 AS INTEGER);
