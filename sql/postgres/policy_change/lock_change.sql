-- What is this change? Nobody else decides it until the transaction ends.
-- params: id
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
WHERE policy_change.id = $1
FOR UPDATE
