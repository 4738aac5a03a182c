-- The assessments among the new events.
-- params: none
INSERT INTO staged_pledge_assessment
SELECT
  json_extract_string(fresh_event.properties, '$.pledge_id') AS pledge_id,
  TRY_CAST(json_extract_string(fresh_event.properties, '$.revision') AS BIGINT) AS revision,
  TRY_CAST(json_extract_string(fresh_event.properties, '$.risk_score') AS DOUBLE) AS risk_score,
  json_extract_string(fresh_event.properties, '$.risk_level') AS risk_level,
  json_extract_string(fresh_event.properties, '$.disposition') AS disposition,
  TRY_CAST(json_extract_string(fresh_event.properties, '$.base_amount') AS BIGINT) AS base_amount,
  json_extract_string(fresh_event.properties, '$.project_id') AS project_id,
  json_extract_string(fresh_event.properties, '$.backer_id') AS backer_id,
  fresh_event.time AS time,
  coalesce(json_extract_string(fresh_event.properties, '$.origin'), 'live') AS origin,
  fresh_event.live AS live,
  fresh_event.log_transaction AS log_transaction,
  fresh_event.log_position AS log_position
FROM fresh_event
WHERE fresh_event.name = 'Pledge Assessed'
  AND fresh_event.source = 'verdict'
  AND json_extract_string(fresh_event.properties, '$.pledge_id') IS NOT NULL
  AND TRY_CAST(json_extract_string(fresh_event.properties, '$.revision') AS BIGINT) IS NOT NULL
  AND TRY_CAST(json_extract_string(fresh_event.properties, '$.risk_score') AS DOUBLE) IS NOT NULL;
