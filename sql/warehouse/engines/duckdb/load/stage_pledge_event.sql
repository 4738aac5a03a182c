-- The pledges among the new events.
-- params: none
INSERT INTO staged_pledge
SELECT
  json_extract_string(fresh_event.properties, '$.pledge_id') AS pledge_id,
  coalesce(json_extract_string(fresh_event.properties, '$.backer_id'), fresh_event.distinct_id) AS backer_id,
  json_extract_string(fresh_event.properties, '$.project_id') AS project_id,
  TRY_CAST(json_extract_string(fresh_event.properties, '$.amount') AS BIGINT) AS amount,
  json_extract_string(fresh_event.properties, '$.currency') AS currency,
  TRY_CAST(json_extract_string(fresh_event.properties, '$.base_amount') AS BIGINT) AS base_amount,
  fresh_event.time AS time,
  fresh_event.live AS live,
  fresh_event.log_transaction AS log_transaction,
  fresh_event.log_position AS log_position
FROM fresh_event
WHERE fresh_event.name = 'Pledge'
  AND json_extract_string(fresh_event.properties, '$.pledge_id') IS NOT NULL;
