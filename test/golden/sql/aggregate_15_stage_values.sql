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

valued AS (
  SELECT
    unit.variant AS variant,
    unit.cohort_day AS cohort_day,
    CAST(COALESCE("block_1"."value_1", 0) AS BIGINT) AS "y_1"
  FROM unit
  LEFT JOIN "block_1" ON unit.unit_number = "block_1".unit_number
)

SELECT
  1 AS line,
  valued.variant AS variant,
  valued.cohort_day < CAST($2 AS DATE) AS is_closed,
  CAST(valued."y_1" AS DECIMAL(38, 0)) AS value
FROM valued;
