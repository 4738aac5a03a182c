-- Which rows did this pull leave aside?
-- params: pull_id
SELECT
  source_quarantine.object AS object,
  source_quarantine.line AS line,
  source_quarantine.field AS field,
  source_quarantine.rule AS rule,
  source_quarantine.detail AS detail
FROM source_quarantine
WHERE source_quarantine.pull_id = $1
ORDER BY source_quarantine.place ASC
