-- The first of each comes back among the staged events, where it now is the only one.
-- params: none
INSERT INTO staged_event (
  "identity",
  source,
  event,
  distinct_id,
  time,
  insert_id,
  ip,
  ip4,
  ip6,
  properties,
  live,
  log_transaction,
  log_position
)
SELECT
  repeated_event."identity" AS "identity",
  repeated_event.source AS source,
  repeated_event.event AS event,
  repeated_event.distinct_id AS distinct_id,
  repeated_event.time AS time,
  repeated_event.insert_id AS insert_id,
  repeated_event.ip AS ip,
  repeated_event.ip4 AS ip4,
  repeated_event.ip6 AS ip6,
  repeated_event.properties AS properties,
  repeated_event.live AS live,
  repeated_event.log_transaction AS log_transaction,
  repeated_event.log_position AS log_position
FROM repeated_event;
