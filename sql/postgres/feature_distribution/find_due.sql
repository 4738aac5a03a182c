-- Is a distribution due? Where none was computed lately, and enough live pledges are there to compute one of.
-- params: computed_since, from_time, until_time, least
SELECT enough.pledges AS pledges
FROM (
  SELECT COUNT(recent.id)::INTEGER AS pledges
  FROM (
    SELECT assessment.id AS id
    FROM assessment
    WHERE assessment.latest
      AND assessment.live
      AND assessment.occurred_at >= $2
      AND assessment.occurred_at < $3
    LIMIT $4
  ) AS recent
) AS enough
WHERE enough.pledges = $4
  AND NOT EXISTS (
    SELECT 1
    FROM feature_distribution
    WHERE feature_distribution.computed_at >= $1
  )
