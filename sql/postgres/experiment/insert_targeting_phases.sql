-- Who is meant by a flag has changed: a phase of its own in the experiments of its rules that take units in.
-- params: keys, flag, began_at
INSERT INTO experiment_phase (experiment_key, began_at, why, flag)
SELECT
  experiment.key AS experiment_key,
  $3 AS began_at,
  'targeting' AS why,
  $2 AS flag
FROM experiment
WHERE experiment.key = ANY ($1::TEXT [])
  AND experiment.state IN ('running', 'paused')
  AND experiment.enrolment_closed_at IS NULL
ON CONFLICT DO NOTHING;
