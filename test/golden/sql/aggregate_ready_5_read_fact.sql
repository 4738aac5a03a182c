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
  value_8,
  value_9,
  value_10,
  value_11,
  value_12,
  value_13
)
WITH fact AS (
WITH fraud AS (
  SELECT
    outcome.pledge_id AS pledge_id,
    MIN(outcome.known_at) AS fraud_at
  FROM outcome
  WHERE outcome.kind = 'charged_back'
    AND outcome.category = 'fraud'
  GROUP BY outcome.pledge_id
)

SELECT
  pledge.backer_id AS backer_id,
  pledge.project_id AS project_id,
  pledge.pledged_at AS time,
  pledge.base_amount AS value,
  pledge.currency AS currency,
  pledge.risk_level AS risk_level,
  pledge.disposition AS disposition,
  fraud.fraud_at AS fraud_at
FROM pledge
LEFT JOIN fraud ON pledge.pledge_id = fraud.pledge_id
),

final_fact AS (
  SELECT
    fact.time AS time,
    fact.time AS settled_at,
    CAST(fact."backer_id" AS VARCHAR) AS subject_id,
    fact."value" AS "value",
    fact."risk_level" AS "risk_level"
  FROM fact
  WHERE fact.time IS NOT NULL
    AND fact.time >= CAST($2 AS TIMESTAMP)
    AND fact.time < CAST($3 AS TIMESTAMP)
    AND fact."backer_id" IS NOT NULL
),

unit AS (
  SELECT
    experiment_unit.unit_number AS unit_number,
    experiment_unit."backer_id" AS subject_id,
    experiment_unit.exposed_at AS exposed_at,
    experiment_unit.exposed_at + INTERVAL '-14 days' AS "before_14",
    experiment_unit.exposed_at + INTERVAL '0 days' AS "after_0",
    experiment_unit.exposed_at + INTERVAL '7 days' AS "after_7",
    experiment_unit.exposed_at + INTERVAL '35 days' AS "after_35",
    experiment_unit.exposed_at + INTERVAL '127 days' AS "after_127",
    experiment_unit.exposed_at + INTERVAL '155 days' AS "after_155"
  FROM published.experiment_unit AS experiment_unit
  WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit.variant IS NOT NULL
    -- Whose days are neither over nor to come: few, where one day is read.
    AND experiment_unit.exposed_at > CAST($2 AS TIMESTAMP) - INTERVAL '35 days'
    AND experiment_unit.exposed_at < CAST($3 AS TIMESTAMP) + INTERVAL '14 days'
),

counted AS (
  SELECT
    CAST(final_fact.settled_at AS DATE) AS day,
    unit.unit_number AS unit_number,
    CASE
      WHEN final_fact.time >= unit."after_0"
        AND final_fact.time < unit."after_7"
      THEN 1
    END AS "value_1",
    CASE
      WHEN final_fact.time >= unit."after_0"
        AND final_fact.time < unit."after_7"
      THEN CAST(final_fact."value" AS BIGINT)
    END AS "value_2",
    CASE
      WHEN final_fact.time >= unit."after_0"
        AND final_fact.time < unit."after_7"
        AND final_fact."risk_level" = 'normal'
      THEN CAST(final_fact."value" AS BIGINT)
    END AS "value_3",
    CASE
      WHEN final_fact.time >= unit."after_0"
        AND final_fact.time < unit."after_7"
      THEN CAST(final_fact."value" AS BIGINT)
    END AS "value_4",
    CASE
      WHEN final_fact.time >= unit."after_7"
        AND final_fact.time < unit."after_35"
      THEN 1
    END AS "value_5",
    CASE
      WHEN final_fact.time >= unit."after_7"
        AND final_fact.time < unit."after_35"
        AND final_fact."risk_level" = 'normal'
      THEN 1
    END AS "value_6",
    CASE
      WHEN final_fact.time >= unit."after_7"
        AND final_fact.time < unit."after_35"
      THEN 1
    END AS "value_7",
    CASE
      WHEN final_fact.time >= unit."before_14"
        AND final_fact.settled_at < unit.exposed_at
      THEN 1
    END AS "value_8",
    CASE
      WHEN final_fact.time >= unit."before_14"
        AND final_fact.settled_at < unit.exposed_at
      THEN CAST(final_fact."value" AS BIGINT)
    END AS "value_9",
    CASE
      WHEN final_fact.time >= unit."before_14"
        AND final_fact.settled_at < unit.exposed_at
        AND final_fact."risk_level" = 'normal'
      THEN CAST(final_fact."value" AS BIGINT)
    END AS "value_10",
    CASE
      WHEN final_fact.time >= unit."before_14"
        AND final_fact.settled_at < unit.exposed_at
      THEN CAST(final_fact."value" AS BIGINT)
    END AS "value_11",
    CASE
      WHEN final_fact.time >= unit."before_14"
        AND final_fact.settled_at < unit.exposed_at
        AND final_fact."risk_level" = 'normal'
      THEN 1
    END AS "value_12",
    CASE
      WHEN final_fact.time >= unit."before_14"
        AND final_fact.settled_at < unit.exposed_at
      THEN 1
    END AS "value_13"
  FROM final_fact
  INNER JOIN unit ON final_fact.subject_id = unit.subject_id
    AND final_fact.time >= unit."before_14"
    AND final_fact.time < unit."after_35"
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
  CAST(SUM(counted."value_6") AS BIGINT) AS "value_6",
  CAST(SUM(counted."value_7") AS BIGINT) AS "value_7",
  CAST(SUM(counted."value_8") AS BIGINT) AS "value_8",
  CAST(SUM(counted."value_9") AS BIGINT) AS "value_9",
  CAST(SUM(counted."value_10") AS BIGINT) AS "value_10",
  CAST(SUM(counted."value_11") AS BIGINT) AS "value_11",
  CAST(SUM(counted."value_12") AS BIGINT) AS "value_12",
  CAST(SUM(counted."value_13") AS BIGINT) AS "value_13"
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
  SUM(counted.value_8),
  SUM(counted.value_9),
  SUM(counted.value_10),
  SUM(counted.value_11),
  SUM(counted.value_12),
  SUM(counted.value_13)
) IS NOT NULL;
