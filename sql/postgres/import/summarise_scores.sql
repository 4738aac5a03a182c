-- How many of an import's pledges have each score, and how many of those are labelled fraud by now?
-- params: import_id
WITH fraud AS (
  SELECT DISTINCT
    pledge_label.pledge_id AS pledge_id
  FROM pledge_label
  WHERE pledge_label.live
    AND pledge_label.label IN ('chargeback', 'suspected_fraud')
)

SELECT
  assessment.risk_score AS risk_score,
  COUNT(fraud.pledge_id) AS frauds,
  COUNT(*) - COUNT(fraud.pledge_id) AS others
FROM assessment
LEFT JOIN fraud ON assessment.pledge_id = fraud.pledge_id
WHERE assessment.origin = $1
  AND assessment.latest
GROUP BY assessment.risk_score
