-- How many projects were live on each of these days? Each votes for every day from the date of its launch to that of its
-- deadline, both included, as the clocks of its own zone have them; one that was canceled or suspended ended then, if that
-- was before its deadline. The days come from the integers.
-- params: from_day, until_day
INSERT INTO live_project_day (day, country, category, projects)
WITH span AS (
  SELECT
    1 AS meeting,
    project.country AS country,
    project.category AS category,
    CAST(
      CONVERT_TIMEZONE('UTC', COALESCE(project.time_zone, 'UTC'), project.launched_at) AS DATE
    ) AS first_day,
    CAST(
      CONVERT_TIMEZONE(
        'UTC',
        COALESCE(project.time_zone, 'UTC'),
        CASE
          WHEN project.state IN ('canceled', 'cancelled', 'suspended') AND project.state_changed_at < project.deadline
          THEN project.state_changed_at
          ELSE project.deadline
        END
      ) AS DATE
    ) AS last_day
  FROM project
  -- No clock is more than a day from UTC's: who was not live then needs no conversion.
  WHERE project.launched_at < DATEADD('day', 1, CAST(CAST($2 AS DATE) AS TIMESTAMP))
    AND project.deadline >= DATEADD('day', -1, CAST(CAST($1 AS DATE) AS TIMESTAMP))
),

numbered AS (
  SELECT
    1 AS meeting,
    CAST(DATEADD('day', integers.n, CAST(CAST($1 AS DATE) AS TIMESTAMP)) AS DATE) AS day
  FROM integers
  WHERE integers.n < DATEDIFF('day', CAST(CAST($1 AS DATE) AS TIMESTAMP), CAST(CAST($2 AS DATE) AS TIMESTAMP))
)

SELECT
  numbered.day AS day,
  span.country AS country,
  span.category AS category,
  COUNT(*) AS projects
FROM numbered
-- The equality is for the planners: a join on ranges alone is a nested loop in one engine and crashed another.
INNER JOIN span ON numbered.meeting = span.meeting
  AND numbered.day >= span.first_day
  AND numbered.day <= span.last_day
GROUP BY
  numbered.day,
  span.country,
  span.category;
