-- Which version is the latest? Nobody else changes the metric until the transaction ends.
-- params: key
SELECT
  metric.version AS version,
  metric.built_in AS built_in,
  metric.archived_at AS archived_at
FROM metric
WHERE metric.key = $1
FOR UPDATE;
