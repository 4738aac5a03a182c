-- The first link of each visitor among the new events: one that carries both a device's and a user's id.
-- params: none
INSERT INTO staged_link (visitor_id, backer_id, linked_at, live, log_transaction, log_position)
WITH told AS (
  SELECT
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, '$device_id'), '') AS visitor_id,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, '$user_id'), '') AS backer_id,
    staged_event.time AS linked_at,
    staged_event.live AS live,
    staged_event.log_transaction AS log_transaction,
    staged_event.log_position AS log_position
  FROM staged_event
  WHERE STRPOS(staged_event.properties, '"$user_id"') > 0
    AND STRPOS(staged_event.properties, '"$device_id"') > 0
),

ranked AS (
  SELECT
    told.visitor_id AS visitor_id,
    told.backer_id AS backer_id,
    told.linked_at AS linked_at,
    told.live AS live,
    told.log_transaction AS log_transaction,
    told.log_position AS log_position,
    ROW_NUMBER() OVER (
      PARTITION BY told.visitor_id, told.live
      ORDER BY told.log_transaction ASC, told.log_position ASC
    ) AS occurrence
  FROM told
  WHERE told.visitor_id IS NOT NULL
    AND told.backer_id IS NOT NULL
)

SELECT
  ranked.visitor_id AS visitor_id,
  ranked.backer_id AS backer_id,
  ranked.linked_at AS linked_at,
  ranked.live AS live,
  ranked.log_transaction AS log_transaction,
  ranked.log_position AS log_position
FROM ranked
WHERE ranked.occurrence = 1;
