-- What is the last event in the order of the log?
-- params: none
SELECT
  event_body.transaction::TEXT AS transaction,
  event_body.position AS position
FROM event_body
ORDER BY event_body.transaction DESC, event_body.position DESC
LIMIT 1;
