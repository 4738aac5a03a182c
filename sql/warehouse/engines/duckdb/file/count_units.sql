-- How many units are there, by variant and first day? Those that met several variants have none (NULL).
-- params: none
SELECT
  CASE WHEN file_unit.first_variant = file_unit.last_variant THEN file_unit.first_variant END AS variant,
  1 AS phase,
  file_unit.cohort_day AS cohort_day,
  COUNT(*) AS units
FROM file_unit
GROUP BY
  CASE WHEN file_unit.first_variant = file_unit.last_variant THEN file_unit.first_variant END,
  file_unit.cohort_day
ORDER BY
  variant ASC,
  cohort_day ASC;
