-- The sums of a line that is summed anew each time.
-- params: experiment, line
DELETE FROM experiment_sum
WHERE experiment = CAST($1 AS VARCHAR)
  AND line = CAST($2 AS BIGINT);
