-- Which units does a fact leave out? Those of which it had a row at their first exposure, whosever of their ids it has; a row
-- that is blank says no reason, and leaves nobody out.
-- What people wrote runs here: it reads what is published and nothing else.
-- params: experiment
INSERT INTO /*{target:fragment}*/ (unit_number, place, reason)
WITH fact AS (
/*{fact:fragment}*/
),

told AS (
  SELECT
    fact.time AS time,
    CAST(fact./*{subject_column:identifier}*/ AS VARCHAR) AS subject_id,
    SUBSTRING(fact.reason, 1, 100) AS reason
  FROM fact
  WHERE fact.time IS NOT NULL
    AND TRIM(SUBSTRING(fact.reason, 1, 100)) <> ''/*{rows:fragment}*/
),

unit AS (
  SELECT
    experiment_unit.unit_number AS unit_number,
    experiment_unit./*{subject:identifier}*/ AS subject_id,
    experiment_unit.exposed_at AS exposed_at
  FROM /*{units:fragment}*/ AS experiment_unit
  WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
)

SELECT
  unit.unit_number AS unit_number,
  /*{place:integer}*/ AS place,
  MIN(told.reason) AS reason
FROM told
INNER JOIN unit ON told.subject_id = unit.subject_id
  AND told.time <= unit.exposed_at
GROUP BY unit.unit_number;
