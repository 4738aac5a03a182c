-- Which units has an experiment? All exposures are read.
-- Exposures count from started_at until before enrolled_before and outside of pauses. `pauses` and `phases` are text,
-- "from/until" joined by ";".
-- params: experiment, unit_type, started_at, enrolled_before, pauses, pause_count, phases, phase_count
INSERT INTO experiment_unit (
  experiment, unit_number, unit, backer_id, first_variant, last_variant, phase, exposed_at, cohort_day
)
WITH pause_text AS (
  SELECT SPLIT_PART(CAST($5 AS VARCHAR), ';', CAST(integers.n AS INTEGER)) AS pause
  FROM integers
  WHERE integers.n >= 1
    AND integers.n <= CAST($6 AS BIGINT)
),

pause AS (
  SELECT
    CAST($1 AS VARCHAR) AS experiment,
    CAST(SPLIT_PART(pause_text.pause, '/', 1) AS TIMESTAMP) AS paused_at,
    CAST(SPLIT_PART(pause_text.pause, '/', 2) AS TIMESTAMP) AS resumed_at
  FROM pause_text
),

phase_text AS (
  SELECT
    integers.n AS phase,
    SPLIT_PART(CAST($7 AS VARCHAR), ';', CAST(integers.n AS INTEGER)) AS span
  FROM integers
  WHERE integers.n >= 1
    AND integers.n <= CAST($8 AS BIGINT)
),

phase AS (
  SELECT
    CAST($1 AS VARCHAR) AS experiment,
    phase_text.phase AS phase,
    CAST(SPLIT_PART(phase_text.span, '/', 1) AS TIMESTAMP) AS began_at,
    CAST(SPLIT_PART(phase_text.span, '/', 2) AS TIMESTAMP) AS ended_at
  FROM phase_text
),

met AS (
  SELECT
    exposure.experiment AS experiment,
    exposure.unit AS unit,
    MIN(exposure.variant) AS first_variant,
    MAX(exposure.variant) AS last_variant,
    MIN(exposure.time) AS exposed_at
  FROM exposure
  -- The equality is for the planner: DuckDB's join on ranges alone crashes where few rows meet few pauses.
  LEFT JOIN pause ON exposure.experiment = pause.experiment
    AND exposure.time >= pause.paused_at
    AND exposure.time < pause.resumed_at
  WHERE exposure.experiment = CAST($1 AS VARCHAR)
    AND exposure.unit_type = CAST($2 AS VARCHAR)
    AND exposure.time >= CAST($3 AS TIMESTAMP)
    AND exposure.time < CAST($4 AS TIMESTAMP)
    AND exposure.live
    AND pause.paused_at IS NULL
  GROUP BY
    exposure.experiment,
    exposure.unit
)

SELECT
  CAST($1 AS VARCHAR) AS experiment,
  ROW_NUMBER() OVER () AS unit_number,
  met.unit AS unit,
  "identity".backer_id AS backer_id,
  met.first_variant AS first_variant,
  met.last_variant AS last_variant,
  /*{phase:fragment}*/ AS phase,
  met.exposed_at AS exposed_at,
  /*{cohort_day:fragment}*/ AS cohort_day
FROM met
/*{phases:fragment}*/
LEFT JOIN "identity" ON met.unit = "identity".visitor_id
  AND "identity".live
  AND CAST($2 AS VARCHAR) = 'visitor';
