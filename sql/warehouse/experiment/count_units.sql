-- How many units met each variant of an experiment, and how many met more than one?
-- Counted are live exposures from started_at until before enrolled_before, outside of pauses. A unit that met several
-- variants has none here (NULL): it is counted, and left out of everything else. `pauses` is text, "from/until" joined
-- by ";", taken apart with the integers table.
-- params: experiment, unit_type, started_at, enrolled_before, pauses, pause_count
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

unit AS (
  SELECT
    exposure.unit AS unit,
    MIN(exposure.variant) AS variant,
    COUNT(DISTINCT exposure.variant) AS variants,
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
  GROUP BY exposure.unit
)

SELECT
  CASE WHEN unit.variants = 1 THEN unit.variant END AS variant,
  COUNT(*) AS units
FROM unit
GROUP BY CASE WHEN unit.variants = 1 THEN unit.variant END;
