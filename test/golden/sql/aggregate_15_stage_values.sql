-- What does every unit have in one line, without a cap? Its window is closed where its cohort's is: before the day open_from.
-- params: experiment, open_from
INSERT INTO staged_value (line, variant, is_closed, value)
WITH unit AS (
  SELECT
    experiment_unit.unit_number AS unit_number,
    experiment_unit.first_variant AS variant,
    experiment_unit.cohort_day AS cohort_day
  FROM experiment_unit
  LEFT JOIN experiment_exclusion ON experiment_unit.experiment = experiment_exclusion.experiment
    AND experiment_unit.unit_number = experiment_exclusion.unit_number
  WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit.first_variant = experiment_unit.last_variant
    AND experiment_exclusion.unit_number IS NULL
),

"block_1" AS (
  SELECT
    experiment_unit_day.unit_number AS unit_number,
    CAST(SUM(CASE WHEN NOT experiment_unit_day.is_before THEN experiment_unit_day."value_1" END) AS BIGINT) AS "after_1",
    CAST(SUM(CASE WHEN NOT experiment_unit_day.is_before THEN experiment_unit_day."value_2" END) AS BIGINT) AS "after_2",
    CAST(SUM(CASE WHEN experiment_unit_day.is_before THEN experiment_unit_day."value_2" END) AS BIGINT) AS "before_2",
    CAST(SUM(CASE WHEN NOT experiment_unit_day.is_before THEN experiment_unit_day."value_3" END) AS BIGINT) AS "after_3",
    CAST(SUM(CASE WHEN experiment_unit_day.is_before THEN experiment_unit_day."value_3" END) AS BIGINT) AS "before_3",
    CAST(SUM(CASE WHEN NOT experiment_unit_day.is_before THEN experiment_unit_day."value_4" END) AS BIGINT) AS "after_4"
  FROM experiment_unit_day

  WHERE experiment_unit_day.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit_day.block = 1
  GROUP BY experiment_unit_day.unit_number
),

valued AS (
  SELECT
    unit.variant AS variant,
    unit.cohort_day AS cohort_day,
    CAST(COALESCE("block_1"."after_1", 0) AS BIGINT) AS "y_1"
  FROM unit
  LEFT JOIN "block_1" ON unit.unit_number = "block_1".unit_number
)

SELECT
  1 AS line,
  valued.variant AS variant,
  valued.cohort_day < CAST($2 AS DATE) AS is_closed,
  CAST(valued."y_1" AS DECIMAL(38, 0)) AS value
FROM valued;
