-- How was this experiment shown in a version of it?
-- params: experiment_key, version
SELECT experiment_change.after AS after
FROM experiment_change
WHERE experiment_change.experiment_key = $1
  AND experiment_change.version = $2;
