-- How many of those who did the first thing did the second after it, then the third, and so on, all within a window from the
-- first? One row a step: units, their share of those of the first step, and the median and the ninth decile of the seconds
-- from the first step, at each unit's quickest. Any first step may open the window, whether or not it was the unit's first.
-- `step_names` are joined by the unit separator (31). `unit`: a backer (a visitor's events are those of the backer that it
-- became), a visitor as it was seen, or a project by its id among the properties. `property` of the unit's first step, if
-- asked for, breaks the rows down: the values with the most units. Compiled for two to eight steps.
-- params: step_names, from_time, until_time, window_minutes, unit, property, value_limit
WITH step AS (
  SELECT
    integers.n AS step,
    SPLIT_PART(CAST($1 AS VARCHAR), CHR(31), CAST(integers.n AS INTEGER)) AS name
  FROM integers
  WHERE integers.n >= 1
    AND integers.n <= /*{steps:integer}*/
),

-- What is two steps at once has two rows.
acted AS (
  SELECT
    CASE CAST($5 AS VARCHAR)
      WHEN 'visitor' THEN event.distinct_id
      WHEN 'project' THEN NULLIF(JSON_EXTRACT_PATH_TEXT(event.properties, 'project_id'), '')
      ELSE COALESCE("identity".backer_id, event.distinct_id)
    END AS unit,
    step.step AS step,
    DATEDIFF('ms', CAST('1970-01-01' AS TIMESTAMP), event.time) AS moment,
    event.log_transaction AS log_transaction,
    event.log_position AS log_position,
    event.properties AS properties
  FROM event
  INNER JOIN step ON event.name = step.name
  LEFT JOIN "identity" ON event.distinct_id = "identity".visitor_id
    AND "identity".live
  WHERE event.time >= CAST($2 AS TIMESTAMP)
    AND event.time < DATEADD('minute', CAST($4 AS BIGINT), CAST($3 AS TIMESTAMP))
    AND (step.step > 1 OR event.time < CAST($3 AS TIMESTAMP))
    AND event.live
),

ranked AS (
  SELECT
    acted.unit AS unit,
    acted.moment AS moment,
    CASE
      WHEN CAST($6 AS VARCHAR) IS NULL THEN ''
      -- The dash is for DuckDB, which looks at the name before the condition.
      ELSE COALESCE(JSON_EXTRACT_PATH_TEXT(acted.properties, COALESCE(CAST($6 AS VARCHAR), '-')), '')
    END AS value,
    ROW_NUMBER() OVER (
      PARTITION BY acted.unit
      ORDER BY
        acted.moment ASC,
        acted.log_transaction ASC,
        acted.log_position ASC
    ) AS place
  FROM acted
  WHERE acted.step = 1
    AND acted.unit IS NOT NULL
),

opened AS (
  SELECT
    ranked.unit AS unit,
    ranked.moment AS moment,
    ranked.value AS value
  FROM ranked
  WHERE ranked.place = 1
),

level_1 AS (
  SELECT
    acted.unit AS unit,
    opened.value AS value,
    acted.step AS step,
    acted.moment AS moment,
    acted.log_transaction AS log_transaction,
    acted.log_position AS log_position,
    CAST($4 AS BIGINT) * 60000 AS longest,
    acted.moment AS begun_1
  FROM acted
  INNER JOIN opened ON acted.unit = opened.unit
    AND acted.moment >= opened.moment
),

/*{levels:fragment}*/,

timed AS (
  SELECT
    level_/*{steps:integer}*/.unit AS unit,
    level_/*{steps:integer}*/.value AS value,
    level_/*{steps:integer}*/.step AS step,
    level_/*{steps:integer}*/.longest AS longest,
    level_/*{steps:integer}*/.moment - CASE level_/*{steps:integer}*/.step
      /*{choices:fragment}*/
    END AS taken
  FROM level_/*{steps:integer}*/
),

arrived AS (
  SELECT
    timed.unit AS unit,
    timed.value AS value,
    timed.step AS step,
    MIN(timed.taken) AS quickest
  FROM timed
  WHERE timed.taken < timed.longest
  GROUP BY
    timed.unit,
    timed.value,
    timed.step
),

counted AS (
  SELECT
    arrived.value AS value,
    arrived.step AS step,
    COUNT(*) AS units,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY CAST(arrived.quickest AS DOUBLE PRECISION) ASC) AS middle,
    PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY CAST(arrived.quickest AS DOUBLE PRECISION) ASC) AS ninth_decile
  FROM arrived
  GROUP BY
    arrived.value,
    arrived.step
),

shown AS (
  SELECT
    opened.value AS value,
    COUNT(*) AS units
  FROM opened
  GROUP BY opened.value
  ORDER BY
    COUNT(*) DESC,
    opened.value ASC
  LIMIT CAST($7 AS BIGINT)
)

SELECT
  NULLIF(shown.value, '') AS value,
  step.step AS step,
  step.name AS name,
  COALESCE(counted.units, 0) AS units,
  CAST(COALESCE(counted.units, 0) AS DOUBLE PRECISION) / CAST(shown.units AS DOUBLE PRECISION) AS share,
  CAST(counted.middle AS DOUBLE PRECISION) / CAST(1000 AS DOUBLE PRECISION) AS median_seconds,
  CAST(counted.ninth_decile AS DOUBLE PRECISION) / CAST(1000 AS DOUBLE PRECISION) AS ninth_decile_seconds
FROM shown
CROSS JOIN step
LEFT JOIN counted ON shown.value = counted.value
  AND step.step = counted.step
ORDER BY
  shown.units DESC,
  shown.value ASC,
  step.step ASC;
