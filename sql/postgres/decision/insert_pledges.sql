-- What a decision changes, and what held before.
-- params: decision_id, rows
INSERT INTO decision_pledge (
  decision_id, pledge_id, action, action_by, action_at, before_action, before_by, before_at, before_decision
)
SELECT
  $1::UUID AS decision_id,
  given.pledge_id AS pledge_id,
  given.action AS action,
  given.action_by AS action_by,
  given.action_at AS action_at,
  given.before_action AS before_action,
  given.before_by AS before_by,
  given.before_at AS before_at,
  given.before_decision AS before_decision
FROM JSONB_TO_RECORDSET($2::JSONB) AS given (
  pledge_id TEXT, action TEXT, action_by TEXT, action_at TIMESTAMPTZ, before_action TEXT, before_by TEXT,
  before_at TIMESTAMPTZ, before_decision UUID
)
