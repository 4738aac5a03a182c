-- Pledges with an address that are not over, after an id.
-- params: after, row_limit
SELECT assessment.pledge_id AS pledge_id
FROM assessment
WHERE assessment.live
  AND assessment.latest
  AND assessment.ip IS NOT NULL
  AND assessment.pledge_id > $1
  AND NOT EXISTS (
    SELECT
    FROM settling_outcome
    WHERE settling_outcome.pledge_id = assessment.pledge_id
  )
ORDER BY assessment.pledge_id
LIMIT $2
