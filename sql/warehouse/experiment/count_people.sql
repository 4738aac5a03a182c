-- How many people who signed in met an experiment, and how many of them met more than one of its variants?
-- A person is a backer with every visitor that became this backer; who never signed in cannot be told from others, and is
-- not counted. The exposures are those that the units are counted by, from started_at until before enrolled_before and
-- outside of pauses, whichever of a person's ids they are of.
-- params: experiment, started_at, enrolled_before, pauses, pause_count
WITH pause_text AS (
  SELECT SPLIT_PART(CAST($4 AS VARCHAR), ';', CAST(integers.n AS INTEGER)) AS pause
  FROM integers
  WHERE integers.n >= 1
    AND integers.n <= CAST($5 AS BIGINT)
),

pause AS (
  SELECT
    CAST($1 AS VARCHAR) AS experiment,
    CAST(SPLIT_PART(pause_text.pause, '/', 1) AS TIMESTAMP) AS paused_at,
    CAST(SPLIT_PART(pause_text.pause, '/', 2) AS TIMESTAMP) AS resumed_at
  FROM pause_text
),

met AS (
  SELECT
    CASE WHEN exposure.unit_type = 'visitor' THEN "identity".backer_id ELSE exposure.unit END AS backer_id,
    exposure.variant AS variant
  FROM exposure
  LEFT JOIN "identity" ON exposure.unit = "identity".visitor_id
    AND "identity".live
  -- The equality is for the planner: DuckDB's join on ranges alone crashes where few rows meet few pauses.
  LEFT JOIN pause ON exposure.experiment = pause.experiment
    AND exposure.time >= pause.paused_at
    AND exposure.time < pause.resumed_at
  WHERE exposure.experiment = CAST($1 AS VARCHAR)
    AND exposure.unit_type IN ('visitor', 'backer')
    AND exposure.time >= CAST($2 AS TIMESTAMP)
    AND exposure.time < CAST($3 AS TIMESTAMP)
    AND exposure.live
    AND pause.paused_at IS NULL
),

person AS (
  SELECT
    met.backer_id AS backer_id,
    COUNT(DISTINCT met.variant) AS variants
  FROM met
  WHERE met.backer_id IS NOT NULL
  GROUP BY met.backer_id
)

SELECT
  COUNT(*) AS signed_in,
  CAST(COALESCE(SUM(CASE WHEN person.variants > 1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS several_variants
FROM person;
