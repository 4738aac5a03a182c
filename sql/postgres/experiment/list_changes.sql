-- Who changed this experiment, newest first, a page at a time?
-- params: experiment_key, before_version, row_limit
SELECT
  experiment_change.version AS version,
  experiment_change.action AS action,
  experiment_change.at AS at,
  experiment_change.actor_kind AS actor_kind,
  experiment_change.actor_id AS actor_id,
  experiment_change.actor_name AS actor_name,
  experiment_change.note AS note,
  experiment_change.before AS before,
  experiment_change.after AS after
FROM experiment_change
WHERE experiment_change.experiment_key = $1
  AND ($2::INTEGER IS NULL OR experiment_change.version < $2)
ORDER BY experiment_change.version DESC
LIMIT $3;
