-- Append the new events.
-- params: none
INSERT INTO event (
  "identity", source, name, distinct_id, time, insert_id, ip, ip4, ip6, properties, live, log_transaction, log_position
)
SELECT
  fresh_event."identity" AS "identity",
  fresh_event.source AS source,
  fresh_event.event AS name,
  fresh_event.distinct_id AS distinct_id,
  fresh_event.time AS time,
  fresh_event.insert_id AS insert_id,
  fresh_event.ip AS ip,
  fresh_event.ip4 AS ip4,
  fresh_event.ip6 AS ip6,
  fresh_event.properties AS properties,
  fresh_event.live AS live,
  fresh_event.log_transaction AS log_transaction,
  fresh_event.log_position AS log_position
FROM fresh_event;
