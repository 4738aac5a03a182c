-- How many answers could a training be given at most, whatever is known of them?
-- params: cut, from_end, until_end
SELECT COUNT(assessment.id)::INTEGER AS answers
FROM assessment
WHERE assessment.live
  AND assessment.window_end >= $2
  AND assessment.window_end < $3
  AND assessment.stamp < $1
