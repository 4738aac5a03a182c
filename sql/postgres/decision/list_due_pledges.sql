-- Which pledges of a case wait for somebody, so that its queue's policy acts on them? Collected ones wait for nobody.
-- params: case_id
SELECT assessment.pledge_id AS pledge_id
FROM review_case_pledge
INNER JOIN assessment
  ON review_case_pledge.pledge_id = assessment.pledge_id
    AND assessment.live
    AND assessment.latest
WHERE review_case_pledge.case_id = $1
  AND assessment.effective_action = 'manual_review'
  AND assessment.decision_id IS NULL
  AND NOT EXISTS (
    SELECT
    FROM settling_outcome
    WHERE settling_outcome.pledge_id = assessment.pledge_id
  )
ORDER BY assessment.pledge_id
LIMIT 20000
