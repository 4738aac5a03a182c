-- Is there such an experiment? Nobody else changes it until this transaction ends.
-- params: key
SELECT experiment.key AS key
FROM experiment
WHERE experiment.key = $1
FOR UPDATE;
