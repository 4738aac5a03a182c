-- Which versions has a metric had, the newest first?
-- params: key
SELECT
  metric_version.version AS version,
  metric_version.definition AS definition,
  metric_version.note AS note,
  metric_version.actor_kind AS actor_kind,
  metric_version.actor_id AS actor_id,
  metric_version.actor_name AS actor_name,
  metric_version.created_at AS created_at
FROM metric_version
WHERE metric_version.metric_key = $1
ORDER BY metric_version.version DESC;
