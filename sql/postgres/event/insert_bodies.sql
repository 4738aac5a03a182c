-- Append the bodies of new events; their positions follow the order of the arrays.
-- params: received_on, received_at, identities, sources, events, distinct_ids, times, insert_ids, ips, lives, properties
INSERT INTO event_body (
  received_on, received_at, identity, source, event, distinct_id, time, insert_id, ip, live, properties
)
SELECT
  $1::DATE,
  $2::TIMESTAMPTZ,
  arrived.identity,
  arrived.source,
  arrived.event,
  arrived.distinct_id,
  arrived.time,
  arrived.insert_id,
  arrived.ip,
  arrived.live,
  arrived.properties
FROM unnest(
  $3::UUID[], $4::TEXT[], $5::TEXT[], $6::TEXT[], $7::BIGINT[], $8::TEXT[], $9::TEXT[], $10::BOOLEAN[], $11::TEXT[]
) AS arrived (identity, source, event, distinct_id, time, insert_id, ip, live, properties);
