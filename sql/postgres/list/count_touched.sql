-- How many live pledges of a time do entries of these values touch, and how much money?
-- params: kind, values, from_time
SELECT
  COUNT(assessment.id)::INTEGER AS pledges,
  COALESCE(SUM(assessment.base_amount), 0)::BIGINT AS money
FROM assessment
WHERE assessment.latest
  AND assessment.live
  AND assessment.occurred_at >= $3
  AND CASE $1::TEXT
    WHEN 'ip' THEN assessment.ip = ANY($2::TEXT[])
    WHEN 'cidr' THEN EXISTS (
      SELECT 1
      FROM UNNEST($2::TEXT[]) AS given (network)
      WHERE assessment.ip::INET <<= given.network::INET
    )
    WHEN 'email' THEN assessment.email = ANY($2::TEXT[])
    WHEN 'domain' THEN SPLIT_PART(assessment.email, '@', 2) = ANY($2::TEXT[])
    WHEN 'card' THEN assessment.card = ANY($2::TEXT[])
    WHEN 'device' THEN assessment.device = ANY($2::TEXT[])
    WHEN 'backer' THEN assessment.backer_id = ANY($2::TEXT[])
    ELSE assessment.project_id = ANY($2::TEXT[])
  END
