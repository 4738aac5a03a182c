-- Of which live rules does nobody know how often they fire, though a whole week of pledges is there to say it?
-- params: from_time, least
SELECT rule.id AS id
FROM rule
WHERE rule.state = 'live'
  AND rule.expected_per_day IS NULL
  AND EXISTS (
    SELECT
    FROM assessment
    WHERE assessment.latest
      AND assessment.live
      AND assessment.occurred_at < $1
  )
  AND (
    SELECT COUNT(recent.id)
    FROM (
      SELECT assessment.id AS id
      FROM assessment
      WHERE assessment.latest
        AND assessment.live
        AND assessment.occurred_at >= $1
      LIMIT $2
    ) AS recent
  ) >= $2
ORDER BY rule.id
