-- How many rows has the unit that has most, and how many units are there?
-- params: none
WITH counted AS (
  SELECT
    file_row.unit AS unit,
    COUNT(*) AS rows
  FROM file_row
  WHERE file_row.unit IS NOT NULL
    AND file_row.variant IS NOT NULL
    AND file_row.day IS NOT NULL
  GROUP BY
    file_row.unit
)

SELECT
  COUNT(*) AS units,
  COALESCE(MAX(counted.rows), 0) AS most_rows
FROM counted;
