-- Which variants do these experiments have?
-- params: keys
SELECT
  experiment.key AS key,
  experiment.variants AS variants
FROM experiment
WHERE experiment.key = ANY($1::TEXT []);
