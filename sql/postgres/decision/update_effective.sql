-- What holds of these answers from now on, and by which decision.
-- params: rows
UPDATE assessment
SET
  effective_action = given.action,
  effective_by = given.action_by,
  effective_at = given.action_at,
  decision_id = given.decision_id
FROM JSONB_TO_RECORDSET($1::JSONB) AS given (
  id UUID, action TEXT, action_by TEXT, action_at TIMESTAMPTZ, decision_id UUID
)
WHERE assessment.id = given.id
