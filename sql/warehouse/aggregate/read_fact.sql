-- What do the rows of a fact add to units? Those that become final from `from_time` until before `until_time`, on the days
-- from `from_day` until before `until_day` of the company's zone. A row counts for a line in its days to act after the
-- exposure, and in as many before as it has covariates, and is final within its window. A unit's rows of a day are one, and so
-- are those of all days until the end of the day `merged_through`.
-- What people wrote runs here: it reads what is published and nothing else.
-- params: experiment, from_time, until_time, from_day, until_day, merged_through
INSERT INTO /*{target:fragment}*/ (
  experiment, block, day, unit_number,
/*{values:fragment}*/
)
WITH fact AS (
/*{fact:fragment}*/
),

final_fact AS (
  SELECT
    fact.time AS time,
    /*{settled_at:fragment}*/ AS settled_at,
/*{columns:fragment}*/
  FROM fact
  WHERE fact.time IS NOT NULL
    AND /*{settled_at:fragment}*/ >= CAST($2 AS TIMESTAMP)
    AND /*{settled_at:fragment}*/ < CAST($3 AS TIMESTAMP)/*{rows:fragment}*/
),

unit AS (
  SELECT
    experiment_unit.unit_number AS unit_number,
    experiment_unit./*{subject:identifier}*/ AS subject_id,
    experiment_unit.exposed_at AS exposed_at,
/*{moments:fragment}*/
  FROM /*{units:fragment}*/ AS experiment_unit
  WHERE experiment_unit.experiment = CAST($1 AS VARCHAR)
    AND experiment_unit./*{single:fragment}*/
    -- Whose days are neither over nor to come: few, where one day is read.
    AND experiment_unit.exposed_at > CAST($2 AS TIMESTAMP) - INTERVAL '/*{days_after:integer}*/ days'
    AND experiment_unit.exposed_at < CAST($3 AS TIMESTAMP) + INTERVAL '/*{days_before:integer}*/ days'
),

counted AS (
  SELECT
    /*{day:fragment}*/ AS day,
    unit.unit_number AS unit_number,
/*{amounts:fragment}*/
  FROM final_fact
  INNER JOIN unit ON final_fact.subject_id = unit.subject_id
    AND final_fact.time >= unit./*{first_moment:identifier}*/
    AND final_fact.time < unit./*{last_moment:identifier}*//*{final:fragment}*/
)

SELECT
  CAST($1 AS VARCHAR) AS experiment,
  /*{block:integer}*/ AS block,
  GREATEST(counted.day, CAST($6 AS DATE)) AS day,
  counted.unit_number AS unit_number,
/*{counted:fragment}*/
FROM counted
WHERE counted.day >= CAST($4 AS DATE)
  AND counted.day < CAST($5 AS DATE)
GROUP BY
  GREATEST(counted.day, CAST($6 AS DATE)),
  counted.unit_number
HAVING COALESCE(
  /*{any:fragment}*/
) IS NOT NULL;
