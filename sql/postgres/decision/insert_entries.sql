-- These list entries were made by a decision.
-- params: decision_id, entry_ids
INSERT INTO decision_entry (decision_id, entry_id)
SELECT
  $1::UUID AS decision_id,
  given.entry_id AS entry_id
FROM UNNEST($2::UUID[]) AS given (entry_id)
