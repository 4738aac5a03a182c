-- How far is the aggregate of an experiment?
-- params: experiment
SELECT
  experiment_aggregate.reading AS reading,
  experiment_aggregate.summing AS summing,
  experiment_aggregate.data_through AS data_through,
  experiment_aggregate.sequence AS sequence
FROM experiment_aggregate
WHERE experiment_aggregate.experiment = CAST($1 AS VARCHAR);
