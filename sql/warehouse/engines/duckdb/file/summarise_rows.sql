-- How many rows are there, and which cannot be counted: no unit, no variant, no day? Each is counted under the first of these.
-- params: none
SELECT
  COUNT(*) AS rows,
  COUNT(CASE WHEN file_row.unit IS NULL THEN 1 END) AS no_unit,
  MIN(CASE WHEN file_row.unit IS NULL THEN file_row.row_number END) AS first_no_unit,
  COUNT(CASE WHEN file_row.unit IS NOT NULL AND file_row.variant IS NULL THEN 1 END) AS no_variant,
  MIN(CASE WHEN file_row.unit IS NOT NULL AND file_row.variant IS NULL THEN file_row.row_number END) AS first_no_variant,
  COUNT(CASE WHEN file_row.unit IS NOT NULL AND file_row.variant IS NOT NULL AND file_row.day IS NULL THEN 1 END) AS no_day,
  MIN(
    CASE WHEN file_row.unit IS NOT NULL AND file_row.variant IS NOT NULL AND file_row.day IS NULL THEN file_row.row_number END
  ) AS first_no_day
FROM file_row;
