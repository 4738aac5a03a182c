-- Of when is the newest row of a fact? Of a table that somebody else loads this is how far it is known. What an app dates in the
-- future does not count.
-- params: until
WITH fact AS (
/*{fact:fragment}*/
)

SELECT
  MAX(fact.time) AS latest
FROM fact
WHERE fact.time < CAST($1 AS TIMESTAMP);
