-- The pledges of a case by their latest revisions, riskiest first.
-- params: id, row_limit
SELECT
  review_case_pledge.pledge_id AS pledge_id,
  assessment.project_id AS project_id,
  review_case_pledge.cause AS cause,
  review_case_pledge.joined_at AS joined_at,
  assessment.revision AS revision,
  assessment.risk_score AS risk_score,
  assessment.risk_level AS risk_level,
  assessment.base_amount AS base_amount,
  assessment.disposition AS disposition,
  assessment.effective_action AS effective,
  assessment.effective_by AS effective_by,
  project_fact.deadline AS deadline
FROM review_case_pledge
INNER JOIN assessment
  ON review_case_pledge.pledge_id = assessment.pledge_id
    AND assessment.live
    AND assessment.latest
LEFT JOIN project_fact ON assessment.project_id = project_fact.project_id
WHERE review_case_pledge.case_id = $1
ORDER BY assessment.risk_score DESC, review_case_pledge.pledge_id
LIMIT $2
