-- The outcomes among the new events; known_at is RFC 3339 or ms, and the event's own time without one.
-- params: none
INSERT INTO staged_pledge_outcome (
  pledge_id, outcome_id, kind, category, reason_code, amount, currency, base_amount, occurred_at, known_at, live,
  log_transaction, log_position
)
WITH told AS (
  SELECT
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'pledge_id'), '') AS pledge_id,
    COALESCE(
      NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'outcome_id'), ''),
      staged_event.insert_id,
      staged_event."identity"
    ) AS outcome_id,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'kind'), '') AS kind,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'category'), '') AS category,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'reason_code'), '') AS reason_code,
    JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'amount') AS amount,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'currency'), '') AS currency,
    JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'base_amount') AS base_amount,
    JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'known_at') AS known_at,
    staged_event.time AS time,
    staged_event.live AS live,
    staged_event.log_transaction AS log_transaction,
    staged_event.log_position AS log_position
  FROM staged_event
  WHERE staged_event.event = 'Pledge Outcome'
)

SELECT
  told.pledge_id AS pledge_id,
  told.outcome_id AS outcome_id,
  told.kind AS kind,
  told.category AS category,
  told.reason_code AS reason_code,
  CASE WHEN told.amount ~ '^-?[0-9]{1,18}$' THEN CAST(told.amount AS BIGINT) END AS amount,
  told.currency AS currency,
  CASE WHEN told.base_amount ~ '^-?[0-9]{1,18}$' THEN CAST(told.base_amount AS BIGINT) END AS base_amount,
  told.time AS occurred_at,
  CASE
    WHEN told.known_at ~ '^[0-9]{1,14}$'
    THEN DATEADD('ms', CAST(told.known_at AS BIGINT), CAST('1970-01-01' AS TIMESTAMP))
    WHEN told.known_at ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T.*$'
      AND told.known_at ~ '^.{11}([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$'
    THEN CAST(CAST(told.known_at AS TIMESTAMPTZ) AS TIMESTAMP)
    ELSE told.time
  END AS known_at,
  told.live AS live,
  told.log_transaction AS log_transaction,
  told.log_position AS log_position
FROM told
WHERE told.pledge_id IS NOT NULL
  AND told.kind IS NOT NULL;
