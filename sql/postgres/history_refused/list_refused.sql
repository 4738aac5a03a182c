-- What could the live history not take?
-- params: store, after_id, row_limit
SELECT
  history_refused.id AS id,
  history_refused.at AS at,
  history_refused.document_id AS document_id,
  history_refused.object AS object,
  history_refused.line AS line,
  history_refused.rule AS rule,
  history_refused.detail AS detail,
  history_refused.text AS text
FROM history_refused
INNER JOIN history_generation ON history_refused.store = history_generation.store
  AND history_refused.generation = history_generation.generation
WHERE history_generation.store = $1
  AND history_generation.state = 'live'
  AND history_refused.id > $2
ORDER BY history_refused.id ASC
LIMIT $3
