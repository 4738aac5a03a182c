-- What these decisions changed, each pledge with what held before.
-- params: ids
SELECT
  decision_pledge.decision_id AS decision_id,
  decision_pledge.pledge_id AS pledge_id,
  decision_pledge.action AS action,
  decision_pledge.action_by AS action_by,
  decision_pledge.action_at AS action_at,
  decision_pledge.before_action AS before_action,
  decision_pledge.before_by AS before_by,
  decision_pledge.before_at AS before_at,
  decision_pledge.before_decision AS before_decision
FROM decision_pledge
WHERE decision_pledge.decision_id = ANY($1::UUID[])
ORDER BY decision_pledge.pledge_id
