-- The features of a sample of the latest live answers to pledges of a time: as many as asked for, chosen by a seed, so that
-- the same pledges and seed are the same sample. Ids are sorted by a hash before any features are read: however many pledges
-- there are, the work beyond a look at each is that of the sample.
-- params: from_time, until_time, seed, row_limit
WITH chosen AS (
  SELECT assessment.id AS id
  FROM assessment
  WHERE assessment.latest
    AND assessment.live
    AND assessment.occurred_at >= $1
    AND assessment.occurred_at < $2
  ORDER BY HASHTEXTEXTENDED(assessment.id::TEXT, $3::BIGINT) ASC, assessment.id ASC
  LIMIT $4
)

SELECT assessment.features AS features
FROM chosen
INNER JOIN assessment ON chosen.id = assessment.id
