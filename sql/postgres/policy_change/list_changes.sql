-- Which changes were proposed (in a state, or all), the latest first?
-- params: state, row_limit
SELECT
  policy_change.id AS id,
  policy_change.content AS content,
  policy_change.expectation AS expectation,
  policy_change.state AS state,
  policy_change.proposed_by AS proposed_by,
  policy_change.proposed_at AS proposed_at,
  policy_change.decided_by AS decided_by,
  policy_change.decided_at AS decided_at
FROM policy_change
WHERE $1::TEXT IS NULL
  OR policy_change.state = $1::TEXT
ORDER BY policy_change.proposed_at DESC, policy_change.id DESC
LIMIT $2
