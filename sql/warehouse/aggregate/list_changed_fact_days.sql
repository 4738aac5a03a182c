-- Which days of a fact look otherwise than when they were read, or were not there then, or are no more?
-- params: experiment, block
WITH known AS (
  SELECT
    experiment_fact_day.day AS day,
    experiment_fact_day.facts AS facts,
    experiment_fact_day.fingerprint AS fingerprint
  FROM experiment_fact_day
  WHERE experiment_fact_day.experiment = CAST($1 AS VARCHAR)
    AND experiment_fact_day.block = CAST($2 AS BIGINT)
),

found AS (
  SELECT
    staged_fact_day.day AS day,
    staged_fact_day.facts AS facts,
    staged_fact_day.fingerprint AS fingerprint
  FROM staged_fact_day
  WHERE staged_fact_day.block = CAST($2 AS BIGINT)
)

SELECT COALESCE(found.day, known.day) AS day
FROM found
FULL JOIN known ON found.day = known.day
WHERE found.day IS NULL
  OR known.day IS NULL
  OR found.facts <> known.facts
  OR found.fingerprint <> known.fingerprint
ORDER BY COALESCE(found.day, known.day) ASC;
