-- How many projects were live on each of these days, in all or by country or category? The second day is not among them.
-- params: from_day, until_day, breakdown
WITH valued AS (
  SELECT
    live_project_day.day AS day,
    CASE CAST($3 AS VARCHAR)
      WHEN 'country' THEN live_project_day.country
      WHEN 'category' THEN live_project_day.category
    END AS value,
    live_project_day.projects AS projects
  FROM live_project_day
  WHERE live_project_day.day >= CAST($1 AS DATE)
    AND live_project_day.day < CAST($2 AS DATE)
)

SELECT
  valued.day AS day,
  valued.value AS value,
  CAST(SUM(valued.projects) AS BIGINT) AS projects
FROM valued
GROUP BY
  valued.day,
  valued.value
ORDER BY
  valued.day ASC,
  valued.value ASC;
