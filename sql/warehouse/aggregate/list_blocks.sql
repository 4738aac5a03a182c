-- Until when are the days of an experiment's facts together?
-- params: experiment
SELECT
  experiment_block.block AS block,
  experiment_block.merged_through AS merged_through
FROM experiment_block
WHERE experiment_block.experiment = CAST($1 AS VARCHAR);
