-- The pledges among the new events.
-- params: none
INSERT INTO staged_pledge (
  pledge_id, backer_id, project_id, amount, currency, base_amount, time, ip4, ip6, live, log_transaction, log_position
)
WITH told AS (
  SELECT
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'pledge_id'), '') AS pledge_id,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'backer_id'), '') AS backer_id,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'project_id'), '') AS project_id,
    JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'amount') AS amount,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'currency'), '') AS currency,
    JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'base_amount') AS base_amount,
    staged_event.distinct_id AS distinct_id,
    staged_event.time AS time,
    staged_event.ip4 AS ip4,
    staged_event.ip6 AS ip6,
    staged_event.live AS live,
    staged_event.log_transaction AS log_transaction,
    staged_event.log_position AS log_position
  FROM staged_event
  WHERE staged_event.event = 'Pledge'
)

SELECT
  told.pledge_id AS pledge_id,
  COALESCE(told.backer_id, told.distinct_id) AS backer_id,
  told.project_id AS project_id,
  CASE WHEN told.amount ~ '^-?[0-9]{1,18}$' THEN CAST(told.amount AS BIGINT) END AS amount,
  told.currency AS currency,
  CASE WHEN told.base_amount ~ '^-?[0-9]{1,18}$' THEN CAST(told.base_amount AS BIGINT) END AS base_amount,
  told.time AS time,
  told.ip4 AS ip4,
  told.ip6 AS ip6,
  told.live AS live,
  told.log_transaction AS log_transaction,
  told.log_position AS log_position
FROM told
WHERE told.pledge_id IS NOT NULL;
