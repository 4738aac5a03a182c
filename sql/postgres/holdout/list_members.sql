-- Which of these experiments are there, and could they be in a holdout?
-- params: keys
SELECT
  experiment.key AS key,
  experiment.unit AS unit,
  experiment.state AS state,
  experiment.holdout IS NOT NULL AS is_holdout
FROM experiment
WHERE experiment.key = ANY($1::TEXT []);
