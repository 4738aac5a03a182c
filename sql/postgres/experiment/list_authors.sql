-- Who has written the definition of this experiment, from its first version on?
-- params: experiment_key
SELECT DISTINCT
  experiment_change.actor_kind AS kind,
  experiment_change.actor_id AS id,
  experiment_change.actor_name AS name
FROM experiment_change
WHERE experiment_change.experiment_key = $1
  AND experiment_change.action IN ('create', 'update', 'rollback');
