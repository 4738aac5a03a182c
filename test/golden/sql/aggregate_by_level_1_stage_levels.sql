-- What did a column of a fact say of units when they were exposed? The last row until then, whosever of their ids it has.
-- What people wrote runs here: it reads what is published and nothing else.
-- params: experiment
INSERT INTO staged_level (unit_number, known_at, level)
WITH fact AS (
SELECT
  CASE WHEN event.name = 'Visit' THEN event.distinct_id END AS visitor_id,
  CASE WHEN event.name = 'New user' THEN event.distinct_id END AS backer_id,
  event.time AS time
FROM event
),

told AS (
  SELECT
    fact.time AS time,
    CAST(fact."visitor_id" AS VARCHAR) AS subject_id,
    SUBSTRING(CASE WHEN fact."kind" THEN 'true' ELSE 'false' END, 1, 100) AS level
  FROM fact
  WHERE fact.time IS NOT NULL
    AND fact."kind" IS NOT NULL
    AND fact."visitor_id" IS NOT NULL
),

unit AS (
  SELECT
    experiment_unit.unit_number AS unit_number,
    experiment_unit."unit" AS subject_id,
    experiment_unit.exposed_at AS exposed_at
  FROM published.experiment_unit AS experiment_unit
  WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit.variant IS NOT NULL
),

known AS (
  SELECT
    unit.unit_number AS unit_number,
    told.time AS known_at,
    told.level AS level,
    ROW_NUMBER() OVER (
      PARTITION BY unit.unit_number
      ORDER BY told.time DESC, told.level ASC
    ) AS place
  FROM told
  INNER JOIN unit ON told.subject_id = unit.subject_id
    AND told.time <= unit.exposed_at
)

SELECT
  known.unit_number AS unit_number,
  known.known_at AS known_at,
  known.level AS level
FROM known
WHERE known.place = 1;
