-- Pledges that entries of a list touch, after an id. Not those that are over, nor those that were judged by a version of the
-- lists that has the entries.
-- params: kind, values, lists_version, after, row_limit
SELECT assessment.pledge_id AS pledge_id
FROM assessment
WHERE assessment.live
  AND assessment.latest
  AND assessment.pledge_id > $4
  AND COALESCE((assessment.versions ->> 'lists')::BIGINT, -1) < $3
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
  AND NOT EXISTS (
    SELECT
    FROM settling_outcome
    WHERE settling_outcome.pledge_id = assessment.pledge_id
  )
ORDER BY assessment.pledge_id
LIMIT $5
