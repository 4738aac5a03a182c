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
  value_6,
  value_7,
  value_8
)
WITH fact AS (
SELECT
  pledge.backer_id AS backer_id,
  pledge.project_id AS project_id,
  pledge.pledged_at AS time,
  outcome.known_at AS settled_at,
  COALESCE(outcome.base_amount, pledge.base_amount) AS value,
  1000 * COALESCE(outcome.base_amount, pledge.base_amount) AS thousandfold,
  outcome.category AS category,
  pledge.risk_level AS risk_level
FROM outcome
INNER JOIN pledge ON outcome.pledge_id = pledge.pledge_id
WHERE outcome.kind = 'charged_back'
),

final_fact AS (
  SELECT
    fact.time AS time,
    GREATEST(fact.time, fact.settled_at) AS settled_at,
    CAST(fact."backer_id" AS VARCHAR) AS subject_id,
    fact."risk_level" AS "risk_level",
    fact."thousandfold" AS "thousandfold",
    fact."category" AS "category"
  FROM fact
  WHERE fact.time IS NOT NULL
    AND GREATEST(fact.time, fact.settled_at) >= CAST($2 AS TIMESTAMP)
    AND GREATEST(fact.time, fact.settled_at) < CAST($3 AS TIMESTAMP)
    AND fact."backer_id" IS NOT NULL
    AND fact."settled_at" IS NOT NULL
),

unit AS (
  SELECT
    experiment_unit.unit_number AS unit_number,
    experiment_unit."backer_id" AS subject_id,
    experiment_unit.exposed_at AS exposed_at,
    experiment_unit.exposed_at + INTERVAL '-14 days' AS "before_14",
    experiment_unit.exposed_at + INTERVAL '0 days' AS "after_0",
    experiment_unit.exposed_at + INTERVAL '7 days' AS "after_7",
    experiment_unit.exposed_at + INTERVAL '187 days' AS "after_187"
  FROM published.experiment_unit AS experiment_unit
  WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit.variant IS NOT NULL
    -- Whose days are neither over nor to come: few, where one day is read.
    AND experiment_unit.exposed_at > CAST($2 AS TIMESTAMP) - INTERVAL '187 days'
    AND experiment_unit.exposed_at < CAST($3 AS TIMESTAMP) + INTERVAL '14 days'
),

counted AS (
  SELECT
    CAST(final_fact.settled_at AS DATE) AS day,
    unit.unit_number AS unit_number,
    CASE
      WHEN final_fact.time >= unit."after_0"
        AND final_fact.time < unit."after_7"
        AND final_fact.settled_at < unit."after_187"
      THEN 1
    END AS "value_1",
    CASE
      WHEN final_fact.time >= unit."after_0"
        AND final_fact.time < unit."after_7"
        AND final_fact.settled_at < unit."after_187"
        AND final_fact."risk_level" = 'normal'
      THEN 1
    END AS "value_2",
    CASE
      WHEN final_fact.time >= unit."after_0"
        AND final_fact.time < unit."after_7"
        AND final_fact.settled_at < unit."after_187"
        AND final_fact."category" = 'fraud'
      THEN CAST(final_fact."thousandfold" AS BIGINT)
    END AS "value_3",
    CASE
      WHEN final_fact.time >= unit."after_0"
        AND final_fact.time < unit."after_7"
        AND final_fact.settled_at < unit."after_187"
        AND final_fact."category" = 'fraud'
        AND final_fact."risk_level" = 'normal'
      THEN CAST(final_fact."thousandfold" AS BIGINT)
    END AS "value_4",
    CASE
      WHEN final_fact.time >= unit."before_14"
        AND final_fact.settled_at < unit.exposed_at
      THEN 1
    END AS "value_5",
    CASE
      WHEN final_fact.time >= unit."before_14"
        AND final_fact.settled_at < unit.exposed_at
        AND final_fact."risk_level" = 'normal'
      THEN 1
    END AS "value_6",
    CASE
      WHEN final_fact.time >= unit."before_14"
        AND final_fact.settled_at < unit.exposed_at
        AND final_fact."category" = 'fraud'
      THEN CAST(final_fact."thousandfold" AS BIGINT)
    END AS "value_7",
    CASE
      WHEN final_fact.time >= unit."before_14"
        AND final_fact.settled_at < unit.exposed_at
        AND final_fact."category" = 'fraud'
        AND final_fact."risk_level" = 'normal'
      THEN CAST(final_fact."thousandfold" AS BIGINT)
    END AS "value_8"
  FROM final_fact
  INNER JOIN unit ON final_fact.subject_id = unit.subject_id
    AND final_fact.time >= unit."before_14"
    AND final_fact.time < unit."after_7"
    AND final_fact.settled_at < unit."after_187"
)

SELECT
  CAST($1 AS VARCHAR) AS experiment,
  4 AS block,
  GREATEST(counted.day, CAST($6 AS DATE)) AS day,
  counted.unit_number AS unit_number,
  CAST(SUM(counted."value_1") AS BIGINT) AS "value_1",
  CAST(SUM(counted."value_2") AS BIGINT) AS "value_2",
  CAST(SUM(counted."value_3") AS BIGINT) AS "value_3",
  CAST(SUM(counted."value_4") AS BIGINT) AS "value_4",
  CAST(SUM(counted."value_5") AS BIGINT) AS "value_5",
  CAST(SUM(counted."value_6") AS BIGINT) AS "value_6",
  CAST(SUM(counted."value_7") AS BIGINT) AS "value_7",
  CAST(SUM(counted."value_8") AS BIGINT) AS "value_8"
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
  SUM(counted.value_6),
  SUM(counted.value_7),
  SUM(counted.value_8)
) IS NOT NULL;
