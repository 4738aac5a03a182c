-- Which looks of an experiment are in the table of results?
-- params: experiment
SELECT DISTINCT experiment_result.look AS look
FROM experiment_result
WHERE experiment_result.experiment = CAST($1 AS VARCHAR)
  AND experiment_result.look IS NOT NULL;
