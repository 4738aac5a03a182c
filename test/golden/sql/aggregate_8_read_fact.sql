-- What do the rows of a fact add to units? Those that become final from `from_time` until before `until_time`, on the days
-- from `from_day` until before `until_day` of the company's zone. A row counts for a line in its days to act after the
-- exposure, and in as many before as it has covariates, and is final within its window. A unit's rows of a day are one, and so
-- are those of all days until the end of the day `merged_through`.
-- What people wrote runs here: it reads what is published and nothing else.
-- params: experiment, from_time, until_time, from_day, until_day, merged_through
INSERT INTO experiment_unit_amount (
  experiment, block, day, unit_number,
  value_1,
  value_2,
  value_3,
  value_4,
  value_5,
  value_6
)
WITH fact AS (
SELECT
  event.distinct_id AS visitor_id,
  event.time AS time,
  CAST(JSON_EXTRACT_PATH_TEXT(event.properties, 'n') AS BIGINT) AS n
FROM event
WHERE event.name = 'Visit'
),

final_fact AS (
  SELECT
    fact.time AS time,
    fact.time AS settled_at,
    CAST(fact."visitor_id" AS VARCHAR) AS subject_id,
    fact."n" AS "n"
  FROM fact
  WHERE fact.time IS NOT NULL
    AND fact.time >= CAST($2 AS TIMESTAMP)
    AND fact.time < CAST($3 AS TIMESTAMP)
    AND fact."visitor_id" IS NOT NULL
),

unit AS (
  SELECT
    experiment_unit.unit_number AS unit_number,
    experiment_unit."unit" AS subject_id,
    experiment_unit.exposed_at AS exposed_at,
    experiment_unit.exposed_at + INTERVAL '-3 days' AS "before_3",
    experiment_unit.exposed_at + INTERVAL '0 days' AS "after_0",
    experiment_unit.exposed_at + INTERVAL '1 days' AS "after_1",
    experiment_unit.exposed_at + INTERVAL '3 days' AS "after_3",
    experiment_unit.exposed_at + INTERVAL '4 days' AS "after_4"
  FROM published.experiment_unit AS experiment_unit
  WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit.variant IS NOT NULL
    -- Whose days are neither over nor to come: few, where one day is read.
    AND experiment_unit.exposed_at > CAST($2 AS TIMESTAMP) - INTERVAL '4 days'
    AND experiment_unit.exposed_at < CAST($3 AS TIMESTAMP) + INTERVAL '3 days'
),

counted AS (
  SELECT
    CAST(CONVERT_TIMEZONE('UTC', 'America/New_York', final_fact.settled_at) AS DATE) AS day,
    unit.unit_number AS unit_number,
    CASE
      WHEN final_fact.time >= unit."after_0"
        AND final_fact.time < unit."after_4"
      THEN CAST(final_fact."n" AS BIGINT)
    END AS "value_1",
    CASE
      WHEN final_fact.time >= unit."after_0"
        AND final_fact.time < unit."after_4"
      THEN CAST(final_fact."n" AS BIGINT)
    END AS "value_2",
    CASE
      WHEN final_fact.time >= unit."after_0"
        AND final_fact.time < unit."after_4"
      THEN 1
    END AS "value_3",
    CASE
      WHEN final_fact.time >= unit."after_1"
        AND final_fact.time < unit."after_3"
        AND final_fact.n > 250
      THEN 1
    END AS "value_4",
    CASE
      WHEN final_fact.time >= unit."before_3"
        AND final_fact.settled_at < unit.exposed_at
      THEN CAST(final_fact."n" AS BIGINT)
    END AS "value_5",
    CASE
      WHEN final_fact.time >= unit."before_3"
        AND final_fact.settled_at < unit.exposed_at
      THEN 1
    END AS "value_6"
  FROM final_fact
  INNER JOIN unit ON final_fact.subject_id = unit.subject_id
    AND final_fact.time >= unit."before_3"
    AND final_fact.time < unit."after_4"
)

SELECT
  CAST($1 AS VARCHAR) AS experiment,
  1 AS block,
  GREATEST(counted.day, CAST($6 AS DATE)) AS day,
  counted.unit_number AS unit_number,
  CAST(SUM(counted."value_1") AS BIGINT) AS "value_1",
  CAST(SUM(counted."value_2") AS BIGINT) AS "value_2",
  CAST(SUM(counted."value_3") AS BIGINT) AS "value_3",
  CAST(SUM(counted."value_4") AS BIGINT) AS "value_4",
  CAST(SUM(counted."value_5") AS BIGINT) AS "value_5",
  CAST(SUM(counted."value_6") AS BIGINT) AS "value_6"
FROM counted
WHERE counted.day >= CAST($4 AS DATE)
  AND counted.day < CAST($5 AS DATE)
GROUP BY
  GREATEST(counted.day, CAST($6 AS DATE)),
  counted.unit_number
HAVING COALESCE(
  SUM(counted.value_1),
  SUM(counted.value_2),
  SUM(counted.value_3),
  SUM(counted.value_4),
  SUM(counted.value_5),
  SUM(counted.value_6)
) IS NOT NULL;
