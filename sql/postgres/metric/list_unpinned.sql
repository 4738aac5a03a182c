-- Which experiments have started and are pinned to nothing? Those from before metrics had versions.
-- params: none
SELECT
  experiment.key AS key,
  experiment.metrics AS metrics
FROM experiment
WHERE experiment.pinned_metrics IS NULL
  AND experiment.state <> 'draft'
FOR UPDATE;
