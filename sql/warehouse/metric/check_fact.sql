-- Does a fact run, on a day of which there is nothing to read?
-- params: since, until
WITH fact AS (
/*{fact:fragment}*/
)

SELECT
  COUNT(*) AS facts,
  MIN(fact.time) AS first_time
FROM fact
WHERE fact.time >= CAST($1 AS TIMESTAMP)
  AND fact.time < CAST($2 AS TIMESTAMP);
