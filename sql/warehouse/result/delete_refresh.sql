-- What the last refresh of an experiment found.
-- params: experiment
DELETE FROM experiment_result
WHERE experiment = CAST($1 AS VARCHAR)
  AND look IS NULL;
