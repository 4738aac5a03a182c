-- Which accepted pledges of these subjects are not collected?
-- params: subjects
WITH subject AS (
  SELECT
    given.kind AS kind,
    given.id AS id
  FROM JSONB_TO_RECORDSET($1::JSONB) AS given (kind TEXT, id TEXT)
),
own AS (
  SELECT subject_pledge.pledge_id AS pledge_id
  FROM PLEDGES_OF_SUBJECTS($1::JSONB) AS subject_pledge (pledge_id)
)
SELECT assessment.pledge_id AS pledge_id
FROM own
INNER JOIN assessment
  ON own.pledge_id = assessment.pledge_id
    AND assessment.live
    AND assessment.latest
WHERE assessment.effective_action = 'accept'
  AND EXISTS (
    SELECT
    FROM subject
    WHERE subject.id = CASE subject.kind
      WHEN 'backer' THEN assessment.backer_id
      WHEN 'card' THEN assessment.card
      WHEN 'device' THEN assessment.device
      WHEN 'project' THEN assessment.project_id
      WHEN 'creator' THEN assessment.creator_id
    END
  )
  AND NOT EXISTS (
    SELECT
    FROM settling_outcome
    WHERE settling_outcome.pledge_id = assessment.pledge_id
  )
ORDER BY assessment.pledge_id
LIMIT 20001
