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

/*{blocks:fragment}*/,

valued AS (
  SELECT
    unit.variant AS variant,
    unit.cohort_day AS cohort_day,
/*{amounts:fragment}*/
  FROM unit
/*{joins:fragment}*/
)

SELECT
  /*{line:integer}*/ AS line,
  valued.variant AS variant,
  valued.cohort_day < CAST($2 AS DATE) AS is_closed,
  CAST(valued./*{value:identifier}*/ AS DECIMAL(38, 0)) AS value
FROM valued;
