-- Which metrics are over this fact, in their latest version, and not archived?
-- params: fact_key
SELECT
  metric.key AS key,
  metric_version.definition AS definition
FROM metric
INNER JOIN metric_version ON metric.key = metric_version.metric_key
  AND metric.version = metric_version.version
WHERE metric.archived_at IS NULL
  AND (
    metric_version.definition #>> '{numerator,fact}' = $1::TEXT
    OR metric_version.definition #>> '{denominator,fact}' = $1::TEXT
  )
ORDER BY metric.key COLLATE "C" ASC;
