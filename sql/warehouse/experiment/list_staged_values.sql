-- Some rows of the units of an experiment, in order.
-- params: after_row, until_row
SELECT
  staged_unit_value.unit AS unit,
  staged_unit_value.variant AS variant,
  staged_unit_value.phase AS phase,
  staged_unit_value.exposed_at AS exposed_at,
  staged_unit_value.cohort_day AS cohort_day,
  staged_unit_value.metric AS metric,
  staged_unit_value.version AS version,
  staged_unit_value.reading AS reading,
  staged_unit_value.value AS value,
  staged_unit_value.denominator AS denominator,
  staged_unit_value.is_closed AS is_closed
FROM staged_unit_value
WHERE staged_unit_value.row_number > CAST($1 AS BIGINT)
  AND staged_unit_value.row_number <= CAST($2 AS BIGINT)
ORDER BY staged_unit_value.row_number ASC;
