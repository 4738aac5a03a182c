-- What each unit of an experiment has in each line, as its aggregate has it. Values are whole numbers; their sums and the sums
-- of their squares over the units of a variant are its statistics.
-- params: none
CREATE OR REPLACE VIEW published."experiment_unit_value" AS
WITH placed AS (
  SELECT
    experiment_unit_amount.experiment AS experiment,
    experiment_unit_amount.unit_number AS unit_number,
    experiment_place.is_before AS is_before,
    experiment_place.line AS line,
    experiment_place.is_denominator AS is_denominator,
    experiment_place.sign * CASE experiment_place.place
      WHEN 1 THEN experiment_unit_amount.value_1
      WHEN 2 THEN experiment_unit_amount.value_2
      WHEN 3 THEN experiment_unit_amount.value_3
      WHEN 4 THEN experiment_unit_amount.value_4
      WHEN 5 THEN experiment_unit_amount.value_5
      WHEN 6 THEN experiment_unit_amount.value_6
      WHEN 7 THEN experiment_unit_amount.value_7
      WHEN 8 THEN experiment_unit_amount.value_8
      WHEN 9 THEN experiment_unit_amount.value_9
      WHEN 10 THEN experiment_unit_amount.value_10
      WHEN 11 THEN experiment_unit_amount.value_11
      WHEN 12 THEN experiment_unit_amount.value_12
      WHEN 13 THEN experiment_unit_amount.value_13
      WHEN 14 THEN experiment_unit_amount.value_14
      WHEN 15 THEN experiment_unit_amount.value_15
      WHEN 16 THEN experiment_unit_amount.value_16
    END AS value
  FROM /*{own:identifier}*/.experiment_unit_amount
  INNER JOIN /*{own:identifier}*/.experiment_place
    ON experiment_unit_amount.experiment = experiment_place.experiment
    AND experiment_unit_amount.block = experiment_place.block
),

amount AS (
  SELECT
    placed.experiment AS experiment,
    placed.unit_number AS unit_number,
    placed.line AS line,
    SUM(CASE WHEN NOT placed.is_before AND NOT placed.is_denominator THEN placed.value END) AS value,
    SUM(CASE WHEN NOT placed.is_before AND placed.is_denominator THEN placed.value END) AS denominator,
    SUM(CASE WHEN placed.is_before AND NOT placed.is_denominator THEN placed.value END) AS value_before,
    SUM(CASE WHEN placed.is_before AND placed.is_denominator THEN placed.value END) AS denominator_before
  FROM placed
  GROUP BY
    placed.experiment,
    placed.unit_number,
    placed.line
)

SELECT
  experiment_unit.experiment AS experiment,
  experiment_unit.unit_number AS unit_number,
  experiment_unit.unit AS unit,
  experiment_unit.first_variant AS variant,
  experiment_unit.phase AS phase,
  experiment_unit.exposed_at AS exposed_at,
  experiment_unit.cohort_day AS cohort_day,
  experiment_line.metric AS metric,
  experiment_line.version AS version,
  experiment_line.reading AS reading,
  CAST(LEAST(COALESCE(amount.value, 0), experiment_line.cap) AS DECIMAL(38, 0)) AS value,
  CASE
    WHEN experiment_line.is_ratio THEN CAST(COALESCE(amount.denominator, 0) AS DECIMAL(38, 0))
  END AS denominator,
  CASE
    WHEN experiment_line.has_covariate
    THEN CAST(LEAST(COALESCE(amount.value_before, 0), experiment_line.cap) AS DECIMAL(38, 0))
  END AS value_before,
  CASE
    WHEN experiment_line.is_ratio AND experiment_line.has_covariate
    THEN CAST(COALESCE(amount.denominator_before, 0) AS DECIMAL(38, 0))
  END AS denominator_before,
  experiment_unit.cohort_day + CAST(experiment_line.window_days + 1 AS INTEGER)
  <= experiment_aggregate.through_day AS is_closed
FROM /*{own:identifier}*/.experiment_unit
INNER JOIN /*{own:identifier}*/.experiment_line ON experiment_unit.experiment = experiment_line.experiment
INNER JOIN /*{own:identifier}*/.experiment_aggregate ON experiment_unit.experiment = experiment_aggregate.experiment
LEFT JOIN amount ON experiment_unit.experiment = amount.experiment
  AND experiment_unit.unit_number = amount.unit_number
  AND experiment_line.line = amount.line
LEFT JOIN /*{own:identifier}*/.experiment_exclusion
  ON experiment_unit.experiment = experiment_exclusion.experiment
  AND experiment_unit.unit_number = experiment_exclusion.unit_number
WHERE experiment_unit.first_variant = experiment_unit.last_variant
  AND experiment_exclusion.unit_number IS NULL;
