-- The units of an experiment with what each has in each line, in order, all as of one moment.
-- params: experiment
INSERT INTO staged_unit_value (
  row_number, unit, variant, phase, exposed_at, cohort_day, metric, version, reading, value, denominator, is_closed,
  data_through
)
SELECT
  ROW_NUMBER() OVER (
    ORDER BY
      experiment_unit_value.unit ASC,
      experiment_unit_value.metric ASC,
      experiment_unit_value.version ASC,
      experiment_unit_value.reading ASC
  ) AS row_number,
  experiment_unit_value.unit AS unit,
  experiment_unit_value.variant AS variant,
  experiment_unit_value.phase AS phase,
  experiment_unit_value.exposed_at AS exposed_at,
  experiment_unit_value.cohort_day AS cohort_day,
  experiment_unit_value.metric AS metric,
  experiment_unit_value.version AS version,
  experiment_unit_value.reading AS reading,
  experiment_unit_value.value AS value,
  experiment_unit_value.denominator AS denominator,
  experiment_unit_value.is_closed AS is_closed,
  experiment_aggregate.data_through AS data_through
FROM published.experiment_unit_value
INNER JOIN experiment_aggregate ON experiment_unit_value.experiment = experiment_aggregate.experiment
WHERE experiment_unit_value.experiment = CAST($1 AS VARCHAR);
