-- The first link of each visitor among the new events: one that carries both a device's and a user's id.
-- params: none
INSERT INTO staged_link
WITH told AS (
  SELECT
    json_extract_string(fresh_event.properties, '$."$device_id"') AS visitor_id,
    json_extract_string(fresh_event.properties, '$."$user_id"') AS backer_id,
    fresh_event.time AS linked_at,
    fresh_event.live AS live,
    fresh_event.log_transaction AS log_transaction,
    fresh_event.log_position AS log_position
  FROM fresh_event
  WHERE contains(fresh_event.properties, '"$device_id"')
    AND contains(fresh_event.properties, '"$user_id"')
),

ranked AS (
  SELECT
    told.*,
    row_number() OVER (
      PARTITION BY told.visitor_id, told.live
      ORDER BY told.log_transaction ASC, told.log_position ASC
    ) AS occurrence
  FROM told
  WHERE told.visitor_id <> ''
    AND told.backer_id <> ''
)

SELECT ranked.* EXCLUDE (occurrence)
FROM ranked
WHERE ranked.occurrence = 1;
