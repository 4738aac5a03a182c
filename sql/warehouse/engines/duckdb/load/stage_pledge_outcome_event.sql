-- The outcomes among the new events; known_at is RFC 3339 or ms, and the event's own time without one.
-- params: none
INSERT INTO staged_pledge_outcome
SELECT
  json_extract_string(fresh_event.properties, '$.pledge_id') AS pledge_id,
  coalesce(json_extract_string(fresh_event.properties, '$.outcome_id'), fresh_event.insert_id, fresh_event.identity) AS outcome_id,
  json_extract_string(fresh_event.properties, '$.kind') AS kind,
  json_extract_string(fresh_event.properties, '$.category') AS category,
  json_extract_string(fresh_event.properties, '$.reason_code') AS reason_code,
  TRY_CAST(json_extract_string(fresh_event.properties, '$.amount') AS BIGINT) AS amount,
  json_extract_string(fresh_event.properties, '$.currency') AS currency,
  TRY_CAST(json_extract_string(fresh_event.properties, '$.base_amount') AS BIGINT) AS base_amount,
  fresh_event.time AS occurred_at,
  coalesce(
    epoch_ms(TRY_CAST(json_extract_string(fresh_event.properties, '$.known_at') AS BIGINT)),
    CAST(TRY_CAST(json_extract_string(fresh_event.properties, '$.known_at') AS TIMESTAMPTZ) AS TIMESTAMP),
    fresh_event.time
  ) AS known_at,
  fresh_event.live AS live,
  fresh_event.log_transaction AS log_transaction,
  fresh_event.log_position AS log_position
FROM fresh_event
WHERE fresh_event.name = 'Pledge Outcome'
  AND json_extract_string(fresh_event.properties, '$.pledge_id') IS NOT NULL
  AND json_extract_string(fresh_event.properties, '$.kind') IS NOT NULL;
