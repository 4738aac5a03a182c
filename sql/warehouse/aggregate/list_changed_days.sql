-- On which days have rows come to a table of the log after this batch?
-- params: relation, after_sequence
SELECT changed_day.day AS day
FROM changed_day
WHERE changed_day.relation = CAST($1 AS VARCHAR)
  AND changed_day.sequence > CAST($2 AS BIGINT)
GROUP BY changed_day.day
ORDER BY changed_day.day ASC;
