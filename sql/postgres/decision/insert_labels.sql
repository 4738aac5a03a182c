-- A decision says what these pledges are; it is known at a time.
-- params: decision_id, pledge_ids, label, due_at
INSERT INTO decision_label (decision_id, pledge_id, label, due_at)
SELECT
  $1::UUID AS decision_id,
  given.pledge_id AS pledge_id,
  $3 AS label,
  $4 AS due_at
FROM UNNEST($2::TEXT[]) AS given (pledge_id)
