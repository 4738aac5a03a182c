-- What happened, each thing once. Times are UTC; properties are a JSON object as text.
-- params: none
CREATE OR REPLACE VIEW published."event" AS
SELECT
  event.source AS source,
  event.name AS name,
  event.distinct_id AS distinct_id,
  event.time AS time,
  event.insert_id AS insert_id,
  event.ip4 AS ip4,
  event.ip6 AS ip6,
  event.properties AS properties
FROM /*{own:identifier}*/.event
WHERE event.live;
