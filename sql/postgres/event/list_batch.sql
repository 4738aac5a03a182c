-- The rows of one batch of the log, in its order.
-- params: after_transaction, after_position, last_transaction, last_position
SELECT
  replace(event_body.identity::TEXT, '-', '') AS identity,
  event_body.source AS source,
  event_body.event AS event,
  event_body.distinct_id AS distinct_id,
  event_body.time AS time,
  event_body.insert_id AS insert_id,
  event_body.ip AS ip,
  event_body.live AS live,
  event_body.transaction::TEXT AS log_transaction,
  event_body.position AS log_position,
  event_body.properties AS properties
FROM event_body
WHERE (event_body.transaction, event_body.position) > ($1::XID8, $2::BIGINT)
  AND (event_body.transaction, event_body.position) <= ($3::XID8, $4::BIGINT)
ORDER BY event_body.transaction ASC, event_body.position ASC;
