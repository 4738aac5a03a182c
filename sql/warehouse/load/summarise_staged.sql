-- How many staged rows lack what no row can be without, how many events are repeats of another staged one, and between
-- which times do they lie?
-- params: none
WITH staged AS (
  SELECT
    staged_event."identity" AS event_identity,
    staged_event.time AS event_time,
    CASE
      WHEN staged_event."identity" IS NULL THEN 1
      WHEN LENGTH(staged_event."identity") <> 32 THEN 1
      WHEN staged_event.source IS NULL THEN 1
      WHEN staged_event.event IS NULL THEN 1
      WHEN staged_event.distinct_id IS NULL THEN 1
      WHEN staged_event.time IS NULL THEN 1
      WHEN staged_event.live IS NULL THEN 1
      WHEN staged_event.properties LIKE '{%' THEN 0
      ELSE 1
    END AS incomplete
  FROM staged_event
  UNION ALL
  SELECT
    CAST(NULL AS VARCHAR) AS event_identity,
    CAST(NULL AS TIMESTAMP) AS event_time,
    CASE
      WHEN staged_pledge.pledge_id IS NULL THEN 1
      WHEN staged_pledge.time IS NULL THEN 1
      WHEN staged_pledge.live IS NULL THEN 1
      ELSE 0
    END AS incomplete
  FROM staged_pledge
  UNION ALL
  SELECT
    CAST(NULL AS VARCHAR) AS event_identity,
    CAST(NULL AS TIMESTAMP) AS event_time,
    CASE
      WHEN staged_pledge_outcome.pledge_id IS NULL THEN 1
      WHEN staged_pledge_outcome.outcome_id IS NULL THEN 1
      WHEN staged_pledge_outcome.kind IS NULL THEN 1
      WHEN staged_pledge_outcome.occurred_at IS NULL THEN 1
      WHEN staged_pledge_outcome.known_at IS NULL THEN 1
      WHEN staged_pledge_outcome.live IS NULL THEN 1
      ELSE 0
    END AS incomplete
  FROM staged_pledge_outcome
  UNION ALL
  SELECT
    CAST(NULL AS VARCHAR) AS event_identity,
    CAST(NULL AS TIMESTAMP) AS event_time,
    CASE
      WHEN staged_pledge_assessment.pledge_id IS NULL THEN 1
      WHEN staged_pledge_assessment.revision IS NULL THEN 1
      WHEN staged_pledge_assessment.risk_score IS NULL THEN 1
      WHEN staged_pledge_assessment.time IS NULL THEN 1
      WHEN staged_pledge_assessment.origin IS NULL THEN 1
      WHEN staged_pledge_assessment.live IS NULL THEN 1
      ELSE 0
    END AS incomplete
  FROM staged_pledge_assessment
)

SELECT
  CAST(COALESCE(SUM(staged.incomplete), 0) AS BIGINT) AS incomplete,
  COUNT(staged.event_identity) - COUNT(DISTINCT staged.event_identity) AS repeated,
  MIN(staged.event_time) AS first_time,
  MAX(staged.event_time) AS last_time
FROM staged;
