-- Which cases that are not closed does a decision touch? Those about its subjects, the one that it answers, and those that have
-- its pledges; kept as they are until the transaction ends.
-- params: subjects, case_id, pledge_ids
SELECT
  review_case.id AS id,
  review_case.entity_kind AS entity_kind,
  review_case.entity_id AS entity_id,
  review_case.state AS state,
  review_case.claimed_by AS claimed_by,
  review_case.held_until AS held_until
FROM review_case
WHERE review_case.state <> 'closed'
  AND (
    review_case.id = $2::UUID
    OR (review_case.entity_kind, review_case.entity_id) IN (
      SELECT
        given.kind,
        given.id
      FROM JSONB_TO_RECORDSET($1::JSONB) AS given (kind TEXT, id TEXT)
    )
    OR review_case.id IN (
      SELECT review_case_pledge.case_id
      FROM review_case_pledge
      WHERE review_case_pledge.pledge_id = ANY($3::TEXT[])
    )
  )
ORDER BY review_case.id
FOR UPDATE
