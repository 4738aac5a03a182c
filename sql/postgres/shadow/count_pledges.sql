-- How many live pledges are there of a time, and how many of them are known as fraud by a moment?
-- params: from_time, to_time, as_of
SELECT
  COUNT(assessment.id)::INTEGER AS pledges,
  COUNT(assessment.id) FILTER (WHERE label.label <> 'not_fraud')::INTEGER AS fraud
FROM assessment
LEFT JOIN LATERAL (
  SELECT pledge_label.label AS label
  FROM pledge_label
  WHERE pledge_label.pledge_id = assessment.pledge_id
    AND pledge_label.live
    AND pledge_label.label <> 'spam_or_abuse'
    AND pledge_label.known_at <= $3
  ORDER BY pledge_label.known_at DESC, pledge_label.label ASC
  LIMIT 1
) AS label ON TRUE
WHERE assessment.latest
  AND assessment.live
  AND assessment.occurred_at >= $1
  AND assessment.occurred_at < $2
