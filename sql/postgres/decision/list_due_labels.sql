-- Which labels of decisions are due? The oldest first.
-- params: now, row_limit
SELECT
  decision_label.decision_id AS decision_id,
  decision_label.pledge_id AS pledge_id,
  decision_label.label AS label,
  decision_label.due_at AS due_at
FROM decision_label
WHERE decision_label.due_at <= $1
ORDER BY decision_label.due_at, decision_label.decision_id, decision_label.pledge_id
LIMIT $2
