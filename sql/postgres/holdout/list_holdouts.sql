-- Which holdouts are there?
-- params: none
SELECT experiment.key AS key
FROM experiment
WHERE experiment.holdout IS NOT NULL
ORDER BY experiment.key COLLATE "C" ASC;
