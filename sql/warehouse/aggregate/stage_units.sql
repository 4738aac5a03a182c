-- Which units of an experiment are new, or are otherwise than they were? Those with exposures on days that have changed, and
-- visitors whose link to a backer came after the batch `sequence`.
-- Exposures count from started_at until before enrolled_before and outside of pauses. `pauses` and `phases` are text,
-- "from/until" joined by ";".
-- params: experiment, unit_type, started_at, enrolled_before, pauses, pause_count, phases, phase_count, sequence
INSERT INTO staged_unit (
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
/*{days:fragment}*/
  WHERE exposure.experiment = CAST($1 AS VARCHAR)
    AND exposure.unit_type = CAST($2 AS VARCHAR)
    AND exposure.time >= CAST($3 AS TIMESTAMP)
    AND exposure.time < CAST($4 AS TIMESTAMP)
    AND exposure.live
    AND pause.paused_at IS NULL
  GROUP BY
    exposure.experiment,
    exposure.unit
),

relinked AS (
  SELECT changed_identity.visitor_id AS visitor_id
  FROM changed_identity
  WHERE changed_identity.sequence > CAST($9 AS BIGINT)
    AND CAST($2 AS VARCHAR) = 'visitor'
  GROUP BY changed_identity.visitor_id
),

merged AS (
  SELECT
    met.unit AS unit,
    known.unit_number AS unit_number,
    CASE WHEN known.first_variant < met.first_variant THEN known.first_variant ELSE met.first_variant END AS first_variant,
    CASE WHEN known.last_variant > met.last_variant THEN known.last_variant ELSE met.last_variant END AS last_variant,
    CASE WHEN known.exposed_at < met.exposed_at THEN known.exposed_at ELSE met.exposed_at END AS exposed_at,
    known.backer_id AS known_backer_id,
    known.first_variant AS known_first_variant,
    known.last_variant AS known_last_variant,
    known.exposed_at AS known_exposed_at
  FROM met
  LEFT JOIN experiment_unit AS known ON met.experiment = known.experiment
    AND met.unit = known.unit
  UNION ALL
  SELECT
    known.unit AS unit,
    known.unit_number AS unit_number,
    known.first_variant AS first_variant,
    known.last_variant AS last_variant,
    known.exposed_at AS exposed_at,
    known.backer_id AS known_backer_id,
    known.first_variant AS known_first_variant,
    known.last_variant AS known_last_variant,
    known.exposed_at AS known_exposed_at
  FROM experiment_unit AS known
  INNER JOIN relinked ON known.unit = relinked.visitor_id
  LEFT JOIN met ON known.unit = met.unit
  WHERE known.experiment = CAST($1 AS VARCHAR)
    AND met.unit IS NULL
),

changed AS (
  SELECT
    merged.unit AS unit,
    merged.unit_number AS unit_number,
    "identity".backer_id AS backer_id,
    merged.first_variant AS first_variant,
    merged.last_variant AS last_variant,
    merged.exposed_at AS exposed_at
  FROM merged
  LEFT JOIN "identity" ON merged.unit = "identity".visitor_id
    AND "identity".live
    AND CAST($2 AS VARCHAR) = 'visitor'
  WHERE merged.unit_number IS NULL
    OR merged.known_exposed_at <> merged.exposed_at
    OR merged.known_first_variant <> merged.first_variant
    OR merged.known_last_variant <> merged.last_variant
    OR COALESCE(merged.known_backer_id, '') <> COALESCE("identity".backer_id, '')
),

last_known AS (
  SELECT COALESCE(MAX(experiment_unit.unit_number), 0) AS unit_number
  FROM experiment_unit
  WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
)

SELECT
  CAST($1 AS VARCHAR) AS experiment,
  COALESCE(changed.unit_number, last_known.unit_number + ROW_NUMBER() OVER ()) AS unit_number,
  changed.unit AS unit,
  changed.backer_id AS backer_id,
  changed.first_variant AS first_variant,
  changed.last_variant AS last_variant,
  phase.phase AS phase,
  changed.exposed_at AS exposed_at,
  /*{cohort_day:fragment}*/ AS cohort_day
FROM changed
INNER JOIN last_known ON 1 = 1
INNER JOIN phase ON phase.experiment = CAST($1 AS VARCHAR)
  AND changed.exposed_at >= phase.began_at
  AND changed.exposed_at < phase.ended_at;
