-- A label on its way is stored now, unless an undo has taken it away.
-- params: decision_id, pledge_id
DELETE FROM decision_label
WHERE decision_label.decision_id = $1
  AND decision_label.pledge_id = $2
RETURNING decision_label.label AS label
