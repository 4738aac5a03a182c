-- How do lines of an experiment stand by what was known of its units at their exposure? By level, variant, phase and cohort; the
-- twenty levels of most units are `named`, the others are together (`other`), and so are units of which nothing was known
-- (`unknown`). All numbers are exact.
-- params: experiment
WITH placed AS (
  SELECT
    staged_level.unit_number AS unit_number,
    staged_level.level AS level,
    ROW_NUMBER() OVER (
      PARTITION BY staged_level.unit_number
      ORDER BY staged_level.known_at DESC, staged_level.level ASC
    ) AS place
  FROM staged_level
),

known AS (
  SELECT
    placed.unit_number AS unit_number,
    placed.level AS level
  FROM placed
  WHERE placed.place = 1
),

size AS (
  SELECT
    known.level AS level,
    COUNT(*) AS units
  FROM known
  GROUP BY known.level
),

ranked AS (
  SELECT
    size.level AS level,
    ROW_NUMBER() OVER (ORDER BY size.units DESC, size.level ASC) AS place
  FROM size
),

unit AS (
  SELECT
    experiment_unit.unit_number AS unit_number,
    experiment_unit.first_variant AS variant,
    experiment_unit.phase AS phase,
    experiment_unit.cohort_day AS cohort_day,
    CASE
      WHEN ranked.place IS NULL THEN 'unknown'
      WHEN ranked.place <= 20 THEN 'named'
      ELSE 'other'
    END AS kind,
    CASE
      WHEN ranked.place <= 20 THEN ranked.level
    END AS level
  FROM experiment_unit
  LEFT JOIN known ON experiment_unit.unit_number = known.unit_number
  LEFT JOIN ranked ON known.level = ranked.level
  LEFT JOIN experiment_exclusion ON experiment_unit.experiment = experiment_exclusion.experiment
    AND experiment_unit.unit_number = experiment_exclusion.unit_number
  WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit.first_variant = experiment_unit.last_variant
    AND experiment_exclusion.unit_number IS NULL
),

/*{blocks:fragment}*/,

valued AS (
  SELECT
    unit.kind AS kind,
    unit.level AS level,
    unit.variant AS variant,
    unit.phase AS phase,
    unit.cohort_day AS cohort_day,
/*{amounts:fragment}*/
  FROM unit
/*{joins:fragment}*/
),

summed AS (
  SELECT
    valued.kind AS kind,
    valued.level AS level,
    valued.variant AS variant,
    valued.phase AS phase,
    valued.cohort_day AS cohort_day,
    COUNT(*) AS units,
/*{sums:fragment}*/
  FROM valued
  GROUP BY
    valued.kind,
    valued.level,
    valued.variant,
    valued.phase,
    valued.cohort_day
)

/*{lines:fragment}*/;
