-- Which of these live stamps were given while observations were in Redis alone that were lost with it?
-- params: stamps
SELECT DISTINCT given.stamp AS stamp
FROM UNNEST($1::BIGINT[]) AS given (stamp)
INNER JOIN velocity_gap ON given.stamp >= velocity_gap.from_stamp
  AND given.stamp < velocity_gap.until_stamp
