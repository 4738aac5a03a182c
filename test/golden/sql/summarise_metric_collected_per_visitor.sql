-- How does a metric stand in each variant of an experiment? Units, the sum and the sum of squares of its value per
-- unit: of all units so far, and of those whose window is closed, so that their value no longer changes.
-- A unit counts from its first live exposure from started_at until before enrolled_before, outside of pauses; one that
-- met several variants is left out. A visitor's facts are those of the backer that it became, if it did. A fact counts
-- when it happens in the days to act after the exposure, and is settled within the window and before data_through.
-- `kind`: a proportion asks whether there is such a fact, a mean adds their values. All are whole numbers (money in
-- minor units), so the sums are exact.
-- params: experiment, unit_type, started_at, enrolled_before, pauses, pause_count, data_through, kind
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
),

subject AS (
  SELECT
    unit.unit AS unit,
    unit.variant AS variant,
    unit.exposed_at AS exposed_at,
    CASE WHEN CAST($2 AS VARCHAR) = 'visitor' THEN "identity".backer_id ELSE unit.unit END AS subject_id
  FROM unit
  LEFT JOIN "identity" ON unit.unit = "identity".visitor_id
    AND "identity".live
  WHERE unit.variants = 1
),

fact AS (
  SELECT
    pledge_fact.backer_id AS backer_id,
    pledge_fact.project_id AS project_id,
    pledge_fact.pledged_at AS time,
    pledge_outcome.occurred_at AS settled_at,
    COALESCE(pledge_outcome.base_amount, pledge_fact.base_amount) AS value
  FROM pledge_outcome
  INNER JOIN pledge_fact ON pledge_outcome.pledge_id = pledge_fact.pledge_id
    AND pledge_fact.live
  WHERE pledge_outcome.kind = 'collected'
    AND pledge_outcome.live
),

unit_fact AS (
  SELECT
    CASE WHEN CAST($2 AS VARCHAR) = 'project' THEN fact.project_id ELSE fact.backer_id END AS subject_id,
    fact.time AS time,
    fact.settled_at AS settled_at,
    fact.value AS value
  FROM fact
  WHERE fact.settled_at < CAST($7 AS TIMESTAMP)
),

unit_value AS (
  SELECT
    subject.unit AS unit,
    subject.variant AS variant,
    CASE
      WHEN subject.exposed_at + INTERVAL '67 days' <= CAST($7 AS TIMESTAMP) THEN 1
      ELSE 0
    END AS closed,
    CASE
      WHEN CAST($8 AS VARCHAR) <> 'proportion' THEN CAST(COALESCE(SUM(unit_fact.value), 0) AS DECIMAL(38, 0))
      WHEN COUNT(unit_fact.time) > 0 THEN CAST(1 AS DECIMAL(38, 0))
      ELSE CAST(0 AS DECIMAL(38, 0))
    END AS amount
  FROM subject
  LEFT JOIN unit_fact ON subject.subject_id = unit_fact.subject_id
    AND unit_fact.time >= subject.exposed_at
    AND unit_fact.time < subject.exposed_at + INTERVAL '7 days'
    AND unit_fact.settled_at < subject.exposed_at + INTERVAL '67 days'
  GROUP BY
    subject.unit,
    subject.variant,
    subject.exposed_at
),

squared AS (
  SELECT
    unit_value.variant AS variant,
    unit_value.closed AS closed,
    unit_value.amount AS amount,
    CAST(unit_value.amount * unit_value.amount AS DECIMAL(38, 0)) AS square
  FROM unit_value
)

SELECT
  squared.variant AS variant,
  COUNT(*) AS units,
  CAST(SUM(squared.amount) AS DECIMAL(38, 0)) AS total,
  CAST(SUM(squared.square) AS DECIMAL(38, 0)) AS total_of_squares,
  CAST(SUM(squared.closed) AS BIGINT) AS closed_units,
  CAST(SUM(CASE WHEN squared.closed = 1 THEN squared.amount ELSE 0 END) AS DECIMAL(38, 0)) AS closed_total,
  CAST(SUM(CASE WHEN squared.closed = 1 THEN squared.square ELSE 0 END) AS DECIMAL(38, 0)) AS closed_total_of_squares
FROM squared
GROUP BY squared.variant;
