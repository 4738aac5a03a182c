-- Which live rules have fired more often since a time than so many times their expectation, and than a least number? Only
-- what they fired on since they are live.
-- params: since, share_of_day, times, least
SELECT
  rule.id AS id,
  rule.version AS version,
  rule.expected_per_day AS expected_per_day,
  COUNT(assessment.id)::INTEGER AS fired
FROM rule
INNER JOIN assessment ON assessment.latest
  AND assessment.live
  AND assessment.occurred_at >= $1
  AND assessment.created_at >= GREATEST($1, rule.live_since)
  AND assessment.rules @> JSONB_BUILD_ARRAY(JSONB_BUILD_OBJECT('id', rule.id, 'outcome', 'fired'))
WHERE rule.state = 'live'
  AND rule.expected_per_day IS NOT NULL
GROUP BY rule.id, rule.version, rule.expected_per_day
HAVING COUNT(assessment.id) > GREATEST($3::DOUBLE PRECISION * rule.expected_per_day * $2::DOUBLE PRECISION, $4)
ORDER BY rule.id
