-- The assessments among the new events.
-- params: none
INSERT INTO staged_pledge_assessment (
  pledge_id, revision, risk_score, risk_level, disposition, amount, currency, base_amount, project_id, backer_id, time,
  origin, ip4, ip6, live, log_transaction, log_position
)
WITH told AS (
  SELECT
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'pledge_id'), '') AS pledge_id,
    JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'revision') AS revision,
    JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'risk_score') AS risk_score,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'risk_level'), '') AS risk_level,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'disposition'), '') AS disposition,
    JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'amount') AS amount,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'currency'), '') AS currency,
    JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'base_amount') AS base_amount,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'project_id'), '') AS project_id,
    NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'backer_id'), '') AS backer_id,
    staged_event.time AS time,
    staged_event.ip4 AS ip4,
    staged_event.ip6 AS ip6,
    COALESCE(NULLIF(JSON_EXTRACT_PATH_TEXT(staged_event.properties, 'origin'), ''), 'live') AS origin,
    staged_event.live AS live,
    staged_event.log_transaction AS log_transaction,
    staged_event.log_position AS log_position
  FROM staged_event
  WHERE staged_event.event = 'Pledge Assessed'
    AND staged_event.source = 'verdict'
)

SELECT
  told.pledge_id AS pledge_id,
  CAST(told.revision AS BIGINT) AS revision,
  CAST(told.risk_score AS DOUBLE PRECISION) AS risk_score,
  told.risk_level AS risk_level,
  told.disposition AS disposition,
  CASE WHEN told.amount ~ '^-?[0-9]{1,18}$' THEN CAST(told.amount AS BIGINT) END AS amount,
  told.currency AS currency,
  CASE WHEN told.base_amount ~ '^-?[0-9]{1,18}$' THEN CAST(told.base_amount AS BIGINT) END AS base_amount,
  told.project_id AS project_id,
  told.backer_id AS backer_id,
  told.time AS time,
  told.origin AS origin,
  told.ip4 AS ip4,
  told.ip6 AS ip6,
  told.live AS live,
  told.log_transaction AS log_transaction,
  told.log_position AS log_position
FROM told
WHERE told.pledge_id IS NOT NULL
  AND told.revision ~ '^[0-9]{1,9}$'
  AND told.risk_score ~ '^[0-9]{1,3}(\.[0-9]{1,20})?$';
