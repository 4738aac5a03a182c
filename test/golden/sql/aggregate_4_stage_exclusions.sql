-- Which units does a fact leave out? Those of which it had a row at their first exposure, whosever of their ids it has; a row
-- that is blank says no reason, and leaves nobody out.
-- What people wrote runs here: it reads what is published and nothing else.
-- params: experiment
INSERT INTO staged_exclusion (unit_number, place, reason)
WITH fact AS (
SELECT
  CASE WHEN event.distinct_id NOT LIKE 'b%' THEN event.distinct_id END AS visitor_id,
  CASE WHEN event.distinct_id LIKE 'b%' THEN event.distinct_id END AS backer_id,
  event.time AS time,
  JSON_EXTRACT_PATH_TEXT(event.properties, 'reason') AS reason
FROM event
WHERE event.name = 'Badge'
),

told AS (
  SELECT
    fact.time AS time,
    CAST(fact."backer_id" AS VARCHAR) AS subject_id,
    SUBSTRING(fact.reason, 1, 100) AS reason
  FROM fact
  WHERE fact.time IS NOT NULL
    AND TRIM(SUBSTRING(fact.reason, 1, 100)) <> ''
    AND fact."backer_id" IS NOT NULL
    AND fact."visitor_id" IS NULL
),

unit AS (
  SELECT
    experiment_unit.unit_number AS unit_number,
    experiment_unit."backer_id" AS subject_id,
    experiment_unit.exposed_at AS exposed_at
  FROM published.experiment_unit AS experiment_unit
  WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
)

SELECT
  unit.unit_number AS unit_number,
  1 AS place,
  MIN(told.reason) AS reason
FROM told
INNER JOIN unit ON told.subject_id = unit.subject_id
  AND told.time <= unit.exposed_at
GROUP BY unit.unit_number;
