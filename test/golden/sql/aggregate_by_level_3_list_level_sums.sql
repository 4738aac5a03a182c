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

"block_1" AS (
  SELECT
    experiment_unit_amount.unit_number AS unit_number,
    CAST(SUM(experiment_unit_amount."value_1") AS BIGINT) AS "value_1",
    CAST(SUM(experiment_unit_amount."value_2") AS BIGINT) AS "value_2",
    CAST(SUM(experiment_unit_amount."value_3") AS BIGINT) AS "value_3",
    CAST(SUM(experiment_unit_amount."value_4") AS BIGINT) AS "value_4",
    CAST(SUM(experiment_unit_amount."value_5") AS BIGINT) AS "value_5",
    CAST(SUM(experiment_unit_amount."value_6") AS BIGINT) AS "value_6"
  FROM experiment_unit_amount

  WHERE experiment_unit_amount.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit_amount.block = 1
  GROUP BY experiment_unit_amount.unit_number
),

"block_2" AS (
  SELECT
    experiment_unit_amount.unit_number AS unit_number,
    CAST(SUM(experiment_unit_amount."value_1") AS BIGINT) AS "value_1",
    CAST(SUM(experiment_unit_amount."value_2") AS BIGINT) AS "value_2",
    CAST(SUM(experiment_unit_amount."value_3") AS BIGINT) AS "value_3"
  FROM experiment_unit_amount

  WHERE experiment_unit_amount.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit_amount.block = 2
  GROUP BY experiment_unit_amount.unit_number
),

"block_3" AS (
  SELECT
    experiment_unit_amount.unit_number AS unit_number,
    CAST(SUM(experiment_unit_amount."value_1") AS BIGINT) AS "value_1"
  FROM experiment_unit_amount

  WHERE experiment_unit_amount.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit_amount.block = 3
  GROUP BY experiment_unit_amount.unit_number
),

"block_4" AS (
  SELECT
    experiment_unit_amount.unit_number AS unit_number,
    CAST(SUM(experiment_unit_amount."value_1") AS BIGINT) AS "value_1",
    CAST(SUM(experiment_unit_amount."value_2") AS BIGINT) AS "value_2"
  FROM experiment_unit_amount

  WHERE experiment_unit_amount.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit_amount.block = 4
  GROUP BY experiment_unit_amount.unit_number
),

valued AS (
  SELECT
    unit.kind AS kind,
    unit.level AS level,
    unit.variant AS variant,
    unit.phase AS phase,
    unit.cohort_day AS cohort_day,
    CAST(COALESCE("block_1"."value_2", 0) AS BIGINT) AS "y_2",
    CAST(COALESCE("block_1"."value_5", 0) AS BIGINT) AS "c_2",
    CAST(COALESCE("block_1"."value_3", 0) AS BIGINT) AS "x_2",
    CAST(COALESCE("block_1"."value_6", 0) AS BIGINT) AS "d_2",
    CAST(LEAST(COALESCE("block_1"."value_4", 0), 1) AS BIGINT) AS "y_3",
    CAST(LEAST(COALESCE("block_2"."value_1", 0) - COALESCE("block_3"."value_1", 0), 1) AS BIGINT) AS "y_4",
    CAST(COALESCE("block_4"."value_1", 0) AS BIGINT) AS "y_5",
    CAST(COALESCE("block_4"."value_2", 0) AS BIGINT) AS "c_5",
    CAST(COALESCE("block_2"."value_2", 0) AS BIGINT) AS "x_5",
    CAST(COALESCE("block_2"."value_3", 0) AS BIGINT) AS "d_5"
  FROM unit
  LEFT JOIN "block_1" ON unit.unit_number = "block_1".unit_number
  LEFT JOIN "block_2" ON unit.unit_number = "block_2".unit_number
  LEFT JOIN "block_3" ON unit.unit_number = "block_3".unit_number
  LEFT JOIN "block_4" ON unit.unit_number = "block_4".unit_number
),

summed AS (
  SELECT
    valued.kind AS kind,
    valued.level AS level,
    valued.variant AS variant,
    valued.phase AS phase,
    valued.cohort_day AS cohort_day,
    COUNT(*) AS units,
    SUM(valued."y_2") AS "sum_y_2",
    CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."y_2") <= 3000000000 AND ABS(valued."y_2") <= 3000000000
        THEN valued."y_2" * valued."y_2"
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."y_2") > 3000000000 OR ABS(valued."y_2") > 3000000000
        THEN CAST(valued."y_2" AS DECIMAL(38, 0)) * CAST(valued."y_2" AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS "sum_yy_2",
    SUM(valued."x_2") AS "sum_x_2",
    SUM(valued."x_2" * valued."x_2") AS "sum_xx_2",
    CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."x_2") <= 3000000000 AND ABS(valued."y_2") <= 3000000000
        THEN valued."x_2" * valued."y_2"
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."x_2") > 3000000000 OR ABS(valued."y_2") > 3000000000
        THEN CAST(valued."x_2" AS DECIMAL(38, 0)) * CAST(valued."y_2" AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS "sum_xy_2",
    SUM(valued."c_2") AS "sum_c_2",
    CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."c_2") <= 3000000000 AND ABS(valued."c_2") <= 3000000000
        THEN valued."c_2" * valued."c_2"
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."c_2") > 3000000000 OR ABS(valued."c_2") > 3000000000
        THEN CAST(valued."c_2" AS DECIMAL(38, 0)) * CAST(valued."c_2" AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS "sum_cc_2",
    CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."c_2") <= 3000000000 AND ABS(valued."y_2") <= 3000000000
        THEN valued."c_2" * valued."y_2"
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."c_2") > 3000000000 OR ABS(valued."y_2") > 3000000000
        THEN CAST(valued."c_2" AS DECIMAL(38, 0)) * CAST(valued."y_2" AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS "sum_cy_2",
    CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."c_2") <= 3000000000 AND ABS(valued."x_2") <= 3000000000
        THEN valued."c_2" * valued."x_2"
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."c_2") > 3000000000 OR ABS(valued."x_2") > 3000000000
        THEN CAST(valued."c_2" AS DECIMAL(38, 0)) * CAST(valued."x_2" AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS "sum_cx_2",
    SUM(valued."d_2") AS "sum_d_2",
    SUM(valued."d_2" * valued."d_2") AS "sum_dd_2",
    CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."d_2") <= 3000000000 AND ABS(valued."y_2") <= 3000000000
        THEN valued."d_2" * valued."y_2"
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."d_2") > 3000000000 OR ABS(valued."y_2") > 3000000000
        THEN CAST(valued."d_2" AS DECIMAL(38, 0)) * CAST(valued."y_2" AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS "sum_dy_2",
    SUM(valued."d_2" * valued."x_2") AS "sum_dx_2",
    CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."c_2") <= 3000000000 AND ABS(valued."d_2") <= 3000000000
        THEN valued."c_2" * valued."d_2"
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."c_2") > 3000000000 OR ABS(valued."d_2") > 3000000000
        THEN CAST(valued."c_2" AS DECIMAL(38, 0)) * CAST(valued."d_2" AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS "sum_cd_2",
    SUM(valued."y_3") AS "sum_y_3",
    SUM(valued."y_3" * valued."y_3") AS "sum_yy_3",
    SUM(valued."y_4") AS "sum_y_4",
    SUM(valued."y_4" * valued."y_4") AS "sum_yy_4",
    SUM(valued."y_5") AS "sum_y_5",
    SUM(valued."y_5" * valued."y_5") AS "sum_yy_5",
    SUM(valued."x_5") AS "sum_x_5",
    CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."x_5") <= 3000000000 AND ABS(valued."x_5") <= 3000000000
        THEN valued."x_5" * valued."x_5"
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."x_5") > 3000000000 OR ABS(valued."x_5") > 3000000000
        THEN CAST(valued."x_5" AS DECIMAL(38, 0)) * CAST(valued."x_5" AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS "sum_xx_5",
    CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."x_5") <= 3000000000 AND ABS(valued."y_5") <= 3000000000
        THEN valued."x_5" * valued."y_5"
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."x_5") > 3000000000 OR ABS(valued."y_5") > 3000000000
        THEN CAST(valued."x_5" AS DECIMAL(38, 0)) * CAST(valued."y_5" AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS "sum_xy_5",
    SUM(valued."c_5") AS "sum_c_5",
    SUM(valued."c_5" * valued."c_5") AS "sum_cc_5",
    SUM(valued."c_5" * valued."y_5") AS "sum_cy_5",
    CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."c_5") <= 3000000000 AND ABS(valued."x_5") <= 3000000000
        THEN valued."c_5" * valued."x_5"
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."c_5") > 3000000000 OR ABS(valued."x_5") > 3000000000
        THEN CAST(valued."c_5" AS DECIMAL(38, 0)) * CAST(valued."x_5" AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS "sum_cx_5",
    SUM(valued."d_5") AS "sum_d_5",
    CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."d_5") <= 3000000000 AND ABS(valued."d_5") <= 3000000000
        THEN valued."d_5" * valued."d_5"
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."d_5") > 3000000000 OR ABS(valued."d_5") > 3000000000
        THEN CAST(valued."d_5" AS DECIMAL(38, 0)) * CAST(valued."d_5" AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS "sum_dd_5",
    CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."d_5") <= 3000000000 AND ABS(valued."y_5") <= 3000000000
        THEN valued."d_5" * valued."y_5"
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."d_5") > 3000000000 OR ABS(valued."y_5") > 3000000000
        THEN CAST(valued."d_5" AS DECIMAL(38, 0)) * CAST(valued."y_5" AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS "sum_dy_5",
    CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."d_5") <= 3000000000 AND ABS(valued."x_5") <= 3000000000
        THEN valued."d_5" * valued."x_5"
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."d_5") > 3000000000 OR ABS(valued."x_5") > 3000000000
        THEN CAST(valued."d_5" AS DECIMAL(38, 0)) * CAST(valued."x_5" AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS "sum_dx_5",
    CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."c_5") <= 3000000000 AND ABS(valued."d_5") <= 3000000000
        THEN valued."c_5" * valued."d_5"
      END
    ), 0) AS DECIMAL(38, 0))
    + CAST(COALESCE(SUM(
      CASE
        WHEN ABS(valued."c_5") > 3000000000 OR ABS(valued."d_5") > 3000000000
        THEN CAST(valued."c_5" AS DECIMAL(38, 0)) * CAST(valued."d_5" AS DECIMAL(38, 0))
      END
    ), 0) AS DECIMAL(38, 0)) AS "sum_cd_5"
  FROM valued
  GROUP BY
    valued.kind,
    valued.level,
    valued.variant,
    valued.phase,
    valued.cohort_day
)

SELECT
  2 AS line,
  summed.kind AS kind,
  summed.level AS level,
  summed.variant AS variant,
  summed.phase AS phase,
  summed.cohort_day AS cohort_day,
  summed.units AS units,
  CAST(1 * summed."sum_y_2" AS DECIMAL(38, 0)) AS "sum_y",
  CAST(1 * summed."sum_yy_2" AS DECIMAL(38, 0)) AS "sum_yy",
  CAST(1 * summed."sum_x_2" AS DECIMAL(38, 0)) AS "sum_x",
  CAST(1 * summed."sum_xx_2" AS DECIMAL(38, 0)) AS "sum_xx",
  CAST(1 * summed."sum_xy_2" AS DECIMAL(38, 0)) AS "sum_xy",
  CAST(1 * summed."sum_c_2" AS DECIMAL(38, 0)) AS "sum_c",
  CAST(1 * summed."sum_cc_2" AS DECIMAL(38, 0)) AS "sum_cc",
  CAST(1 * summed."sum_cy_2" AS DECIMAL(38, 0)) AS "sum_cy",
  CAST(1 * summed."sum_cx_2" AS DECIMAL(38, 0)) AS "sum_cx",
  CAST(1 * summed."sum_d_2" AS DECIMAL(38, 0)) AS "sum_d",
  CAST(1 * summed."sum_dd_2" AS DECIMAL(38, 0)) AS "sum_dd",
  CAST(1 * summed."sum_dy_2" AS DECIMAL(38, 0)) AS "sum_dy",
  CAST(1 * summed."sum_dx_2" AS DECIMAL(38, 0)) AS "sum_dx",
  CAST(1 * summed."sum_cd_2" AS DECIMAL(38, 0)) AS "sum_cd"
FROM summed
UNION ALL
SELECT
  3 AS line,
  summed.kind AS kind,
  summed.level AS level,
  summed.variant AS variant,
  summed.phase AS phase,
  summed.cohort_day AS cohort_day,
  summed.units AS units,
  CAST(1 * summed."sum_y_3" AS DECIMAL(38, 0)) AS "sum_y",
  CAST(1 * summed."sum_yy_3" AS DECIMAL(38, 0)) AS "sum_yy",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_x",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_xx",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_xy",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_c",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_cc",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_cy",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_cx",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_d",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_dd",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_dy",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_dx",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_cd"
FROM summed
UNION ALL
SELECT
  4 AS line,
  summed.kind AS kind,
  summed.level AS level,
  summed.variant AS variant,
  summed.phase AS phase,
  summed.cohort_day AS cohort_day,
  summed.units AS units,
  CAST(1 * summed."sum_y_4" AS DECIMAL(38, 0)) AS "sum_y",
  CAST(1 * summed."sum_yy_4" AS DECIMAL(38, 0)) AS "sum_yy",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_x",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_xx",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_xy",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_c",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_cc",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_cy",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_cx",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_d",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_dd",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_dy",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_dx",
  CAST(NULL AS DECIMAL(38, 0)) AS "sum_cd"
FROM summed
UNION ALL
SELECT
  5 AS line,
  summed.kind AS kind,
  summed.level AS level,
  summed.variant AS variant,
  summed.phase AS phase,
  summed.cohort_day AS cohort_day,
  summed.units AS units,
  CAST(1 * summed."sum_y_5" AS DECIMAL(38, 0)) AS "sum_y",
  CAST(1 * summed."sum_yy_5" AS DECIMAL(38, 0)) AS "sum_yy",
  CAST(1 * summed."sum_x_5" AS DECIMAL(38, 0)) AS "sum_x",
  CAST(1 * summed."sum_xx_5" AS DECIMAL(38, 0)) AS "sum_xx",
  CAST(1 * summed."sum_xy_5" AS DECIMAL(38, 0)) AS "sum_xy",
  CAST(1 * summed."sum_c_5" AS DECIMAL(38, 0)) AS "sum_c",
  CAST(1 * summed."sum_cc_5" AS DECIMAL(38, 0)) AS "sum_cc",
  CAST(1 * summed."sum_cy_5" AS DECIMAL(38, 0)) AS "sum_cy",
  CAST(1 * summed."sum_cx_5" AS DECIMAL(38, 0)) AS "sum_cx",
  CAST(1 * summed."sum_d_5" AS DECIMAL(38, 0)) AS "sum_d",
  CAST(1 * summed."sum_dd_5" AS DECIMAL(38, 0)) AS "sum_dd",
  CAST(1 * summed."sum_dy_5" AS DECIMAL(38, 0)) AS "sum_dy",
  CAST(1 * summed."sum_dx_5" AS DECIMAL(38, 0)) AS "sum_dx",
  CAST(1 * summed."sum_cd_5" AS DECIMAL(38, 0)) AS "sum_cd"
FROM summed;
