-- The latest answer to a pledge is for reviewers, for another reason than that it is risky. No row: there is no such pledge.
-- params: pledge_id, cause, now
INSERT INTO review_arrival (assessment_id, cause, arrived_at)
SELECT
  assessment.id AS assessment_id,
  $2 AS cause,
  $3 AS arrived_at
FROM assessment
WHERE assessment.pledge_id = $1
  AND assessment.live
  AND assessment.latest
ON CONFLICT (assessment_id) DO UPDATE SET cause = EXCLUDED.cause
RETURNING review_arrival.assessment_id AS assessment_id
