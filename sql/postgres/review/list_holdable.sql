-- Which of these pledges has nobody decided or rejected?
-- params: pledge_ids
SELECT
  assessment.pledge_id AS pledge_id,
  assessment.risk_score AS risk_score,
  assessment.base_amount AS base_amount
FROM assessment
WHERE assessment.pledge_id = ANY($1::TEXT[])
  AND assessment.live
  AND assessment.latest
  AND assessment.decision_id IS NULL
  AND assessment.effective_action <> 'reject'
ORDER BY assessment.pledge_id
