-- The case about an entity that is not closed, kept as it is until the transaction ends.
-- params: entity_kind, entity_id
SELECT review_case.id AS id
FROM review_case
WHERE review_case.entity_kind = $1
  AND review_case.entity_id = $2
  AND review_case.state <> 'closed'
FOR UPDATE
