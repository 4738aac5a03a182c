-- A sample of the answers of a training's time, for the bins: as many as asked for, chosen by a seed.
-- params: cut, from_end, until_end, seed, row_limit
WITH chosen AS (
  SELECT assessment.id AS id
  FROM assessment
  WHERE assessment.live
    AND assessment.window_end >= $2
    AND assessment.window_end < $3
    AND assessment.stamp < $1
  ORDER BY HASHTEXTEXTENDED(assessment.id::TEXT, $4::BIGINT) ASC, assessment.id ASC
  LIMIT $5
)

SELECT assessment.features AS features
FROM chosen
INNER JOIN assessment ON chosen.id = assessment.id
ORDER BY assessment.window_end ASC, assessment.id ASC
