-- How many rows are staged, how many lack what no row can be without, and between which times do the events lie?
-- params: none
WITH staged AS (
  SELECT
    staged_event.time AS event_time,
    (
      staged_event.identity IS NULL OR length(staged_event.identity) <> 32 OR staged_event.source IS NULL
      OR staged_event.name IS NULL OR staged_event.distinct_id IS NULL OR staged_event.time IS NULL
      OR staged_event.live IS NULL OR coalesce(json_type(staged_event.properties), 'NULL') <> 'OBJECT'
    ) AS incomplete
  FROM staged_event
  UNION ALL
  SELECT
    NULL AS event_time,
    (staged_pledge.pledge_id IS NULL OR staged_pledge.time IS NULL OR staged_pledge.live IS NULL) AS incomplete
  FROM staged_pledge
  UNION ALL
  SELECT
    NULL AS event_time,
    (
      staged_pledge_outcome.pledge_id IS NULL OR staged_pledge_outcome.outcome_id IS NULL
      OR staged_pledge_outcome.kind IS NULL OR staged_pledge_outcome.occurred_at IS NULL
      OR staged_pledge_outcome.known_at IS NULL OR staged_pledge_outcome.live IS NULL
    ) AS incomplete
  FROM staged_pledge_outcome
  UNION ALL
  SELECT
    NULL AS event_time,
    (
      staged_pledge_assessment.pledge_id IS NULL OR staged_pledge_assessment.revision IS NULL
      OR staged_pledge_assessment.risk_score IS NULL OR staged_pledge_assessment.time IS NULL
      OR staged_pledge_assessment.origin IS NULL OR staged_pledge_assessment.live IS NULL
    ) AS incomplete
  FROM staged_pledge_assessment
)

SELECT
  count(*) AS rows,
  coalesce(CAST(sum(CASE WHEN staged.incomplete THEN 1 ELSE 0 END) AS BIGINT), 0) AS incomplete,
  min(staged.event_time) AS first_time,
  max(staged.event_time) AS last_time
FROM staged;
