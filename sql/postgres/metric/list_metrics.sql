-- Which metrics are there, and what does the latest version of each say? With keys, those, archived or not.
-- params: keys, archived
SELECT
  metric.key AS key,
  metric_version.version AS version,
  metric_version.definition AS definition,
  metric_version.note AS note,
  metric_version.actor_kind AS actor_kind,
  metric_version.actor_id AS actor_id,
  metric_version.actor_name AS actor_name,
  metric_version.created_at AS created_at,
  metric.built_in AS built_in,
  metric.archived_at AS archived_at
FROM metric
INNER JOIN metric_version ON metric.key = metric_version.metric_key
  AND metric.version = metric_version.version
WHERE CASE
  WHEN $1::TEXT[] IS NOT NULL THEN metric.key = ANY($1::TEXT[])
  ELSE (metric.archived_at IS NOT NULL) = $2::BOOLEAN
END
ORDER BY metric.key COLLATE "C" ASC;
