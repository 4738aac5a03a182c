-- Of those who did something for the first time ever on a day or in a week, how many came back in each period after it? One
-- row a cohort and period that has begun; period 0 is the cohort's own, and counts what was done from the first time on.
-- Not whole: the period was not over when the data ended. Days and weeks (from Monday) are those of the time zone.
-- `return_name`: what counts as coming back; NULL: anything. `unit`: a backer (a visitor's events are those of the backer
-- that it became), a visitor as it was seen, or a project by its id among the properties.
-- params: cohort_name, return_name, from_time, until_time, period_days, periods, time_zone, unit, known_until
WITH first_done AS (
  SELECT
    CASE CAST($8 AS VARCHAR)
      WHEN 'visitor' THEN event.distinct_id
      WHEN 'project' THEN NULLIF(JSON_EXTRACT_PATH_TEXT(event.properties, 'project_id'), '')
      ELSE COALESCE("identity".backer_id, event.distinct_id)
    END AS unit,
    MIN(event.time) AS first_time
  FROM event
  LEFT JOIN "identity" ON event.distinct_id = "identity".visitor_id
    AND "identity".live
  WHERE event.name = CAST($1 AS VARCHAR)
    AND event.live
  GROUP BY
    CASE CAST($8 AS VARCHAR)
      WHEN 'visitor' THEN event.distinct_id
      WHEN 'project' THEN NULLIF(JSON_EXTRACT_PATH_TEXT(event.properties, 'project_id'), '')
      ELSE COALESCE("identity".backer_id, event.distinct_id)
    END
),

localised AS (
  SELECT
    first_done.unit AS unit,
    first_done.first_time AS first_time,
    CONVERT_TIMEZONE('UTC', CAST($7 AS VARCHAR), first_done.first_time) AS local_time
  FROM first_done
  WHERE first_done.unit IS NOT NULL
),

member AS (
  SELECT
    localised.unit AS unit,
    localised.first_time AS first_time,
    CASE
      WHEN CAST($5 AS BIGINT) = 7 THEN DATE_TRUNC('week', localised.local_time)
      ELSE DATE_TRUNC('day', localised.local_time)
    END AS cohort
  FROM localised
  WHERE localised.local_time >= CAST($3 AS TIMESTAMP)
    AND localised.local_time < CAST($4 AS TIMESTAMP)
),

acted AS (
  SELECT
    CASE CAST($8 AS VARCHAR)
      WHEN 'visitor' THEN event.distinct_id
      WHEN 'project' THEN NULLIF(JSON_EXTRACT_PATH_TEXT(event.properties, 'project_id'), '')
      ELSE COALESCE("identity".backer_id, event.distinct_id)
    END AS unit,
    event.time AS time,
    CONVERT_TIMEZONE('UTC', CAST($7 AS VARCHAR), event.time) AS local_time
  FROM event
  LEFT JOIN "identity" ON event.distinct_id = "identity".visitor_id
    AND "identity".live
  WHERE (CAST($2 AS VARCHAR) IS NULL OR event.name = CAST($2 AS VARCHAR))
    -- No clock is more than a day from UTC's.
    AND event.time >= DATEADD('day', -1, CAST($3 AS TIMESTAMP))
    AND event.live
),

returned AS (
  SELECT
    member.cohort AS cohort,
    member.unit AS unit,
    CAST(
      FLOOR(
        CAST(DATEDIFF('day', member.cohort, acted.local_time) AS DOUBLE PRECISION) / CAST($5 AS DOUBLE PRECISION)
      ) AS BIGINT
    ) AS period
  FROM acted
  INNER JOIN member ON acted.unit = member.unit
    AND acted.time >= member.first_time
),

counted AS (
  SELECT
    returned.cohort AS cohort,
    returned.period AS period,
    COUNT(DISTINCT returned.unit) AS returned
  FROM returned
  WHERE returned.period < CAST($6 AS BIGINT)
  GROUP BY
    returned.cohort,
    returned.period
),

sized AS (
  SELECT
    member.cohort AS cohort,
    COUNT(*) AS units
  FROM member
  GROUP BY member.cohort
),

cell AS (
  SELECT
    sized.cohort AS cohort,
    sized.units AS units,
    integers.n AS period,
    DATEADD('day', integers.n * CAST($5 AS BIGINT), sized.cohort) AS begins,
    DATEADD('day', (integers.n + 1) * CAST($5 AS BIGINT), sized.cohort) AS ends
  FROM sized
  CROSS JOIN integers
  WHERE integers.n < CAST($6 AS BIGINT)
),

known AS (
  SELECT CONVERT_TIMEZONE('UTC', CAST($7 AS VARCHAR), CAST($9 AS TIMESTAMP)) AS local_time
)

SELECT
  CAST(cell.cohort AS DATE) AS cohort,
  cell.period AS period,
  cell.units AS units,
  COALESCE(counted.returned, 0) AS returned,
  CAST(COALESCE(counted.returned, 0) AS DOUBLE PRECISION) / CAST(cell.units AS DOUBLE PRECISION) AS share,
  cell.ends <= known.local_time AS whole
FROM cell
CROSS JOIN known
LEFT JOIN counted ON cell.cohort = counted.cohort
  AND cell.period = counted.period
WHERE cell.begins <= known.local_time
ORDER BY
  cell.cohort ASC,
  cell.period ASC;
