-- Which lines could not be loaded lately?
-- params: none
SELECT
  quarantine.batch AS batch,
  quarantine.object AS object,
  quarantine.line AS line,
  quarantine.rule AS rule
FROM quarantine
ORDER BY
  quarantine.batch DESC,
  quarantine.object ASC,
  quarantine.line ASC
LIMIT 50;
