-- What do people do after a given event, and how long does each step take them? One row a path: the events that came next
-- within the session, how often, its share of all starts, and the median and the ninth decile of the seconds before each
-- step. NULL: the session had ended. Each occurrence of the given event in the time asked for starts a path. A visitor's
-- events are those of the backer that it became.
-- Read are only the people who have that event, from their first one on, for as long after the last as a path can take. A
-- session ends where the next event is more than the gap away: a step counts while no wait before it was longer, so that
-- sessions need no numbers and one order of a person's events serves every LEAD. Compiled for one to five steps.
-- params: start_name, from_time, until_time, gap_minutes, row_limit
WITH started AS (
  SELECT
    COALESCE("identity".backer_id, event.distinct_id) AS person,
    MIN(event.time) AS first_time,
    DATEADD('minute', CAST($4 AS BIGINT) * 3, MAX(event.time)) AS last_time
  FROM event
  LEFT JOIN "identity" ON event.distinct_id = "identity".visitor_id
    AND "identity".live
  WHERE event.name = CAST($1 AS VARCHAR)
    AND event.time >= CAST($2 AS TIMESTAMP)
    AND event.time < CAST($3 AS TIMESTAMP)
    AND event.live
  GROUP BY COALESCE("identity".backer_id, event.distinct_id)
),

-- Every id under which one of them was seen.
alias AS (
  SELECT
    started.person AS distinct_id,
    started.person AS person,
    started.first_time AS first_time,
    started.last_time AS last_time
  FROM started
  LEFT JOIN "identity" ON started.person = "identity".visitor_id
    AND "identity".live
  WHERE "identity".visitor_id IS NULL
  UNION ALL
  SELECT
    "identity".visitor_id AS distinct_id,
    started.person AS person,
    started.first_time AS first_time,
    started.last_time AS last_time
  FROM started
  INNER JOIN "identity" ON started.person = "identity".backer_id
    AND "identity".live
),

followed AS (
  SELECT
    alias.person AS person,
    event.name AS name,
    event.time AS time,
    DATEDIFF('ms', CAST('1970-01-01' AS TIMESTAMP), event.time) AS moment,
    event.log_transaction AS log_transaction,
    event.log_position AS log_position
  FROM event
  INNER JOIN alias ON event.distinct_id = alias.distinct_id
    AND event.time >= alias.first_time
    AND event.time <= alias.last_time
  WHERE event.time >= CAST($2 AS TIMESTAMP)
    AND event.live
),

led AS (
  SELECT
    followed.name AS name,
    followed.time AS time,
    followed.moment AS moment_0,
    LEAD(followed.name, 1) OVER (
      PARTITION BY followed.person
      ORDER BY
        followed.time ASC,
        followed.log_transaction ASC,
        followed.log_position ASC
    ) AS name_1,
    LEAD(followed.moment, 1) OVER (
      PARTITION BY followed.person
      ORDER BY
        followed.time ASC,
        followed.log_transaction ASC,
        followed.log_position ASC
    ) AS moment_1,
    LEAD(followed.name, 2) OVER (
      PARTITION BY followed.person
      ORDER BY
        followed.time ASC,
        followed.log_transaction ASC,
        followed.log_position ASC
    ) AS name_2,
    LEAD(followed.moment, 2) OVER (
      PARTITION BY followed.person
      ORDER BY
        followed.time ASC,
        followed.log_transaction ASC,
        followed.log_position ASC
    ) AS moment_2,
    LEAD(followed.name, 3) OVER (
      PARTITION BY followed.person
      ORDER BY
        followed.time ASC,
        followed.log_transaction ASC,
        followed.log_position ASC
    ) AS name_3,
    LEAD(followed.moment, 3) OVER (
      PARTITION BY followed.person
      ORDER BY
        followed.time ASC,
        followed.log_transaction ASC,
        followed.log_position ASC
    ) AS moment_3
  FROM followed
),

waited AS (
  SELECT
    CAST($4 AS BIGINT) * 60000 AS longest,
    led.name_1 AS name_1,
    led.moment_1 - led.moment_0 AS wait_1,
    led.name_2 AS name_2,
    led.moment_2 - led.moment_1 AS wait_2,
    led.name_3 AS name_3,
    led.moment_3 - led.moment_2 AS wait_3
  FROM led
  WHERE led.name = CAST($1 AS VARCHAR)
    AND led.time < CAST($3 AS TIMESTAMP)
),

-- An empty name stands for the end of the session: no event is called so.
path AS (
  SELECT
    CASE
      WHEN waited.wait_1 <= waited.longest
      THEN waited.name_1
      ELSE ''
    END AS step_1,
    CASE
      WHEN waited.wait_1 <= waited.longest
      THEN waited.wait_1
    END AS wait_1,
    CASE
      WHEN waited.wait_1 <= waited.longest AND
        waited.wait_2 <= waited.longest
      THEN waited.name_2
      ELSE ''
    END AS step_2,
    CASE
      WHEN waited.wait_1 <= waited.longest AND
        waited.wait_2 <= waited.longest
      THEN waited.wait_2
    END AS wait_2,
    CASE
      WHEN waited.wait_1 <= waited.longest AND
        waited.wait_2 <= waited.longest AND
        waited.wait_3 <= waited.longest
      THEN waited.name_3
      ELSE ''
    END AS step_3,
    CASE
      WHEN waited.wait_1 <= waited.longest AND
        waited.wait_2 <= waited.longest AND
        waited.wait_3 <= waited.longest
      THEN waited.wait_3
    END AS wait_3
  FROM waited
),

-- Step 0 is the start: its rows count the paths.
step_number AS (
  SELECT integers.n AS step
  FROM integers
  WHERE integers.n <= 3
),

timed AS (
  SELECT
    "path".step_1,
    "path".step_2,
    "path".step_3,
    step_number.step AS step,
    CAST(
      CASE step_number.step
        WHEN 1 THEN path.wait_1
        WHEN 2 THEN path.wait_2
        WHEN 3 THEN path.wait_3
      END AS DOUBLE PRECISION
    ) / CAST(1000 AS DOUBLE PRECISION) AS seconds
  FROM path
  CROSS JOIN step_number
),

-- One order for all quantiles of a SELECT is what Redshift takes; hence a row for each step.
measured AS (
  SELECT
    "timed".step_1,
    "timed".step_2,
    "timed".step_3,
    timed.step AS step,
    COUNT(*) AS paths,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY timed.seconds ASC) AS middle,
    PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY timed.seconds ASC) AS ninth_decile
  FROM timed
  GROUP BY
    "timed".step_1,
    "timed".step_2,
    "timed".step_3,
    timed.step
),

total AS (
  SELECT COUNT(*) AS starts
  FROM path
)

SELECT
  NULLIF(measured.step_1, '') AS step_1,
  NULLIF(measured.step_2, '') AS step_2,
  NULLIF(measured.step_3, '') AS step_3,
  MAX(measured.paths) AS paths,
  CAST(MAX(measured.paths) AS DOUBLE PRECISION) / CAST(MAX(total.starts) AS DOUBLE PRECISION) AS share,
  MAX(CASE WHEN measured.step = 1 THEN measured.middle END) AS median_seconds_1,
  MAX(CASE WHEN measured.step = 1 THEN measured.ninth_decile END) AS ninth_decile_seconds_1,
  MAX(CASE WHEN measured.step = 2 THEN measured.middle END) AS median_seconds_2,
  MAX(CASE WHEN measured.step = 2 THEN measured.ninth_decile END) AS ninth_decile_seconds_2,
  MAX(CASE WHEN measured.step = 3 THEN measured.middle END) AS median_seconds_3,
  MAX(CASE WHEN measured.step = 3 THEN measured.ninth_decile END) AS ninth_decile_seconds_3
FROM measured
CROSS JOIN total
GROUP BY
  "measured".step_1,
  "measured".step_2,
  "measured".step_3
ORDER BY
  MAX(measured.paths) DESC,
  "measured".step_1,
  "measured".step_2,
  "measured".step_3
LIMIT CAST($5 AS BIGINT);
