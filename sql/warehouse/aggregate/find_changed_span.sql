-- How many units are new or otherwise, and when was the first of them exposed?
-- params: none
SELECT
  COUNT(*) AS units,
  MIN(staged_unit.exposed_at) AS first_exposed_at
FROM staged_unit;
