-- The assessments that are not there yet.
-- params: none
INSERT INTO pledge_assessment
WITH ranked AS (
  SELECT
    staged_pledge_assessment.*,
    row_number() OVER (
      PARTITION BY
        staged_pledge_assessment.pledge_id, staged_pledge_assessment.revision, staged_pledge_assessment.live
      ORDER BY staged_pledge_assessment.log_transaction ASC, staged_pledge_assessment.log_position ASC
    ) AS occurrence
  FROM staged_pledge_assessment
)

SELECT ranked.* EXCLUDE (occurrence)
FROM ranked
LEFT JOIN pledge_assessment ON pledge_assessment.pledge_id = ranked.pledge_id
  AND pledge_assessment.revision = ranked.revision
  AND pledge_assessment.live = ranked.live
WHERE ranked.occurrence = 1
  AND pledge_assessment.pledge_id IS NULL;
