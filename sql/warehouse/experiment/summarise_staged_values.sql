-- How much is there to write, and up to when is it known?
-- params: none
SELECT
  COUNT(*) AS row_count,
  COUNT(DISTINCT staged_unit_value.unit) AS unit_count,
  MAX(staged_unit_value.data_through) AS data_through
FROM staged_unit_value;
