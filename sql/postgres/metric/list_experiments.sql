-- Which experiments have this metric, the newest first, and in which version? A draft takes the latest when it starts.
-- params: key
SELECT
  experiment.key AS key,
  experiment.state AS state,
  CAST(pinned.metric ->> 'version' AS INTEGER) AS version
FROM experiment
LEFT JOIN LATERAL jsonb_array_elements(experiment.pinned_metrics) AS pinned (metric) ON pinned.metric ->> 'metric' = $1
WHERE $1::TEXT = ANY(experiment.metrics)
  OR pinned.metric IS NOT NULL
ORDER BY
  experiment.created_at DESC,
  experiment.key COLLATE "C" ASC,
  version DESC;
