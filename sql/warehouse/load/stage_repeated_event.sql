-- Which is the first of those staged events that have one identity?
-- params: none
INSERT INTO repeated_event (
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
WITH repeated AS (
  SELECT staged_event."identity" AS "identity"
  FROM staged_event
  GROUP BY staged_event."identity"
  HAVING COUNT(*) > 1
),

ranked AS (
  SELECT
    staged_event."identity" AS "identity",
    staged_event.source AS source,
    staged_event.event AS event,
    staged_event.distinct_id AS distinct_id,
    staged_event.time AS time,
    staged_event.insert_id AS insert_id,
    staged_event.ip AS ip,
    staged_event.ip4 AS ip4,
    staged_event.ip6 AS ip6,
    staged_event.properties AS properties,
    staged_event.live AS live,
    staged_event.log_transaction AS log_transaction,
    staged_event.log_position AS log_position,
    ROW_NUMBER() OVER (
      PARTITION BY staged_event."identity"
      ORDER BY staged_event.log_transaction ASC, staged_event.log_position ASC
    ) AS occurrence
  FROM staged_event
  INNER JOIN repeated ON staged_event."identity" = repeated."identity"
)

SELECT
  ranked."identity" AS "identity",
  ranked.source AS source,
  ranked.event AS event,
  ranked.distinct_id AS distinct_id,
  ranked.time AS time,
  ranked.insert_id AS insert_id,
  ranked.ip AS ip,
  ranked.ip4 AS ip4,
  ranked.ip6 AS ip6,
  ranked.properties AS properties,
  ranked.live AS live,
  ranked.log_transaction AS log_transaction,
  ranked.log_position AS log_position
FROM ranked
WHERE ranked.occurrence = 1;
