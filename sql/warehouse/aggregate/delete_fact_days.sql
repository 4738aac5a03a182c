-- What the days of a fact looked like before.
-- params: experiment, block
DELETE FROM experiment_fact_day
WHERE experiment = CAST($1 AS VARCHAR)
  AND block = CAST($2 AS BIGINT);
