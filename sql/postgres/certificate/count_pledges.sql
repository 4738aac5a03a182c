-- How many answers does a backtest of all time judge?
-- params: none
SELECT COUNT(assessment.id)::INTEGER AS pledges
FROM assessment
WHERE assessment.latest
  AND assessment.live
