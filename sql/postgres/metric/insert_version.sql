-- A version of a metric.
-- params: metric_key, version, definition, note, actor_kind, actor_id, actor_name, created_at
INSERT INTO metric_version (metric_key, version, definition, note, actor_kind, actor_id, actor_name, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
