-- Which experiments that are under way divide their units by the same salt?
-- params: key, unit, salt
SELECT experiment.key
FROM experiment
WHERE experiment.key <> $1
  AND experiment.unit = $2
  AND experiment.salt = $3
  AND experiment.state IN ('running', 'closed', 'paused')
ORDER BY experiment.key
