-- Which answers wait for a case? The oldest first; each is one worker's.
-- params: row_limit
SELECT
  review_arrival.assessment_id AS assessment_id,
  review_arrival.cause AS cause,
  assessment.pledge_id AS pledge_id,
  assessment.project_id AS project_id,
  assessment.backer_id AS backer_id,
  assessment.card AS card,
  assessment.device AS device,
  assessment.risk_score AS risk_score,
  assessment.base_amount AS base_amount,
  assessment.disposition AS disposition,
  assessment.reason_codes AS reason_codes
FROM review_arrival
INNER JOIN assessment ON review_arrival.assessment_id = assessment.id
ORDER BY review_arrival.arrived_at, review_arrival.assessment_id
LIMIT $1
FOR UPDATE OF review_arrival SKIP LOCKED
