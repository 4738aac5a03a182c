-- Which pledges is a decision on these subjects about? Those that are named; and of an entity those that are not collected
-- and in its case, or not accepted by anything but a reviewer. A device and a creator are found by what was observed.
-- params: subjects
WITH subject AS (
  SELECT
    given.kind AS kind,
    given.id AS id
  FROM JSONB_TO_RECORDSET($1::JSONB) AS given (kind TEXT, id TEXT)
),
named AS (
  SELECT subject.id AS pledge_id
  FROM subject
  WHERE subject.kind = 'pledge'
),
cased AS (
  SELECT review_case_pledge.pledge_id AS pledge_id
  FROM subject
  INNER JOIN review_case
    ON subject.kind = review_case.entity_kind
      AND subject.id = review_case.entity_id
      AND review_case.state <> 'closed'
  INNER JOIN review_case_pledge ON review_case.id = review_case_pledge.case_id
  WHERE subject.kind <> 'pledge'
),
own AS (
  SELECT subject_pledge.pledge_id AS pledge_id
  FROM PLEDGES_OF_SUBJECTS($1::JSONB) AS subject_pledge (pledge_id)
),
candidate AS (
  SELECT
    named.pledge_id AS pledge_id,
    'named' AS found
  FROM named
  UNION
  SELECT
    cased.pledge_id AS pledge_id,
    'cased' AS found
  FROM cased
  UNION
  SELECT
    own.pledge_id AS pledge_id,
    'own' AS found
  FROM own
)
SELECT DISTINCT assessment.pledge_id AS pledge_id
FROM candidate
INNER JOIN assessment
  ON candidate.pledge_id = assessment.pledge_id
    AND assessment.live
    AND assessment.latest
WHERE candidate.found = 'named'
  OR (
    (
      candidate.found = 'cased'
      OR (
        assessment.effective_action <> 'accept'
        AND assessment.effective_by <> 'reviewer'
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
      )
    )
    AND NOT EXISTS (
      SELECT
      FROM settling_outcome
      WHERE settling_outcome.pledge_id = assessment.pledge_id
    )
  )
ORDER BY assessment.pledge_id
LIMIT 20001
