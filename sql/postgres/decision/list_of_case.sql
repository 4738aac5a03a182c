-- Which decisions were taken about a case or the pledges in it? The newest.
-- params: case_id, row_limit
SELECT decision.id AS id
FROM decision
WHERE decision.case_id = $1
  OR decision.id IN (
    SELECT decision_pledge.decision_id
    FROM review_case_pledge
    INNER JOIN decision_pledge ON review_case_pledge.pledge_id = decision_pledge.pledge_id
    WHERE review_case_pledge.case_id = $1
  )
ORDER BY decision.decided_at DESC, decision.id DESC
LIMIT $2
