-- By what are the uncollected pledges of a project tied to one another?
-- params: project_id
SELECT
  assessment.pledge_id AS pledge_id,
  assessment.backer_id AS backer_id,
  assessment.card AS card,
  assessment.device AS device,
  assessment.base_amount AS base_amount
FROM assessment
WHERE assessment.project_id = $1
  AND assessment.live
  AND assessment.latest
  AND NOT EXISTS (
    SELECT
    FROM settling_outcome
    WHERE settling_outcome.pledge_id = assessment.pledge_id
  )
ORDER BY assessment.pledge_id
