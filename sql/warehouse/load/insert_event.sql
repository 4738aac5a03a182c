-- Append the new events.
-- params: none
INSERT INTO event (
  "identity", source, name, distinct_id, time, insert_id, ip, ip4, ip6, properties, live, log_transaction, log_position
)
SELECT
  staged_event."identity" AS "identity",
  staged_event.source AS source,
  staged_event.event AS name,
  staged_event.distinct_id AS distinct_id,
  staged_event.time AS time,
  staged_event.insert_id AS insert_id,
  staged_event.ip AS ip,
  staged_event.ip4 AS ip4,
  staged_event.ip6 AS ip6,
  staged_event.properties AS properties,
  staged_event.live AS live,
  staged_event.log_transaction AS log_transaction,
  staged_event.log_position AS log_position
FROM staged_event;
