-- What was refused lately, in the order in which it was?
-- params: after, since, row_limit
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
WHERE event_refused.id > $1
  AND event_refused.at >= $2::TIMESTAMPTZ
ORDER BY event_refused.id ASC
LIMIT $3;
