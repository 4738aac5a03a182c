-- Which experiments may meet the units of this one now? Not those in other parts of its layer, if it is in one.
-- params: unit, key, layer
SELECT experiment.key AS key
FROM experiment
WHERE experiment.state = 'running'
  AND experiment.coverage > 0
  AND experiment.unit = $1
  AND experiment.key <> $2
  AND experiment.holdout IS NULL
  AND ($3::TEXT IS NULL OR experiment.layer IS NULL OR experiment.layer ->> 'key' <> $3)
ORDER BY experiment.key COLLATE "C" ASC;
