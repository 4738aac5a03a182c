-- What was refused lately of live or of test keys, in the order in which it was? A session is live.
-- params: live, after, since, row_limit
SELECT
  event_refused.id AS id,
  event_refused.at AS at,
  event_refused.key_id AS key_id,
  event_refused.index AS index,
  event_refused.insert_id AS insert_id,
  event_refused.field AS field,
  event_refused.rule AS rule,
  event_refused.text AS text
FROM event_refused
LEFT JOIN api_key ON event_refused.key_id = api_key.id::TEXT
WHERE COALESCE(api_key.live, TRUE) = $1::BOOLEAN
  AND event_refused.id > $2
  AND event_refused.at >= $3::TIMESTAMPTZ
ORDER BY event_refused.id ASC
LIMIT $4;
