-- Which units were there before any experiment? Each that did something from started_at until before enrolled_before, from
-- the first time on: a visitor or a backer, who is one where the id is one that visitors became or that pledged, or a
-- project that was pledged to. They stand as the units of an experiment of one variant.
-- params: experiment, unit_type, started_at, enrolled_before
INSERT INTO experiment_unit (
  experiment, unit_number, unit, backer_id, first_variant, last_variant, phase, exposed_at, cohort_day
)
WITH backer AS (
  SELECT "identity".backer_id AS id
  FROM "identity"
  WHERE "identity".live
  UNION
  SELECT pledge.backer_id AS id
  FROM pledge
  WHERE pledge.live
    AND pledge.backer_id IS NOT NULL
),

met AS (
  SELECT
    event.distinct_id AS unit,
    CASE WHEN MAX(backer.id) IS NULL THEN 'visitor' ELSE 'backer' END AS unit_type,
    MIN(event.time) AS exposed_at
  FROM event
  LEFT JOIN backer ON event.distinct_id = backer.id
  WHERE event.live
    AND event.time >= CAST($3 AS TIMESTAMP)
    AND event.time < CAST($4 AS TIMESTAMP)
  GROUP BY event.distinct_id
  UNION ALL
  SELECT
    pledge.project_id AS unit,
    'project' AS unit_type,
    MIN(pledge.time) AS exposed_at
  FROM pledge
  WHERE pledge.live
    AND pledge.time >= CAST($3 AS TIMESTAMP)
    AND pledge.time < CAST($4 AS TIMESTAMP)
  GROUP BY pledge.project_id
)

SELECT
  CAST($1 AS VARCHAR) AS experiment,
  ROW_NUMBER() OVER () AS unit_number,
  met.unit AS unit,
  "identity".backer_id AS backer_id,
  'seen' AS first_variant,
  'seen' AS last_variant,
  1 AS phase,
  met.exposed_at AS exposed_at,
  CAST(CONVERT_TIMEZONE('UTC', 'America/New_York', met.exposed_at) AS DATE) AS cohort_day
FROM met
LEFT JOIN "identity" ON met.unit = "identity".visitor_id
  AND "identity".live
  AND CAST($2 AS VARCHAR) = 'visitor'
WHERE met.unit_type = CAST($2 AS VARCHAR);
