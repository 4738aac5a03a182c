-- An appeal is approved: the backer's next attempt with that card is let through.
-- params: decision_id, pledge_ids, expires_at
INSERT INTO review_pass (id, decision_id, backer_id, card, appealed_pledge, expires_at)
SELECT
  GEN_RANDOM_UUID() AS id,
  $1::UUID AS decision_id,
  assessment.backer_id AS backer_id,
  assessment.card AS card,
  assessment.pledge_id AS appealed_pledge,
  $3 AS expires_at
FROM assessment
WHERE assessment.pledge_id = ANY($2::TEXT[])
  AND assessment.live
  AND assessment.latest
  AND assessment.backer_id IS NOT NULL
  AND assessment.card IS NOT NULL
  AND EXISTS (
    SELECT
    FROM review_case_pledge
    INNER JOIN review_case ON review_case_pledge.case_id = review_case.id
    WHERE review_case_pledge.pledge_id = assessment.pledge_id
      AND review_case_pledge.cause = 'appeal'
      AND review_case.state <> 'closed'
  )
