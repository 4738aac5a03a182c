-- What do the days of a fact look like? The number of its rows, and a number that all of what is read of them goes into.
-- What people wrote runs here: it reads what is published and nothing else.
-- params: experiment, block, data_through
INSERT INTO /*{target:fragment}*/ (experiment, block, day, facts, fingerprint)
WITH fact AS (
/*{fact:fragment}*/
),

final_fact AS (
  SELECT
    /*{settled_at:fragment}*/ AS settled_at,
/*{columns:fragment}*/
  FROM fact
  WHERE fact.time IS NOT NULL
    AND /*{settled_at:fragment}*/ < CAST($3 AS TIMESTAMP)/*{rows:fragment}*/
),

dated AS (
  SELECT
    /*{day:fragment}*/ AS day,
    /*{fingerprint:fragment}*/ AS fingerprint
  FROM final_fact
)

SELECT
  CAST($1 AS VARCHAR) AS experiment,
  CAST($2 AS BIGINT) AS block,
  dated.day AS day,
  COUNT(*) AS facts,
  CAST(SUM(dated.fingerprint) AS DECIMAL(38, 0)) AS fingerprint
FROM dated
GROUP BY dated.day;
