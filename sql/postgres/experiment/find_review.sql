-- In which version did the definition of this experiment become what it is, who wrote it, and who has approved it since?
-- params: experiment_key
WITH written AS (
  SELECT
    experiment_change.version AS version,
    experiment_change.actor_kind AS actor_kind,
    experiment_change.actor_id AS actor_id,
    experiment_change.actor_name AS actor_name
  FROM experiment_change
  WHERE experiment_change.experiment_key = $1
    AND experiment_change.action IN ('create', 'update', 'rollback')
  ORDER BY experiment_change.version DESC
  LIMIT 1
),
approved AS (
  SELECT
    experiment_change.actor_kind AS actor_kind,
    experiment_change.actor_id AS actor_id,
    experiment_change.actor_name AS actor_name
  FROM experiment_change
  INNER JOIN written ON experiment_change.version > written.version
  WHERE experiment_change.experiment_key = $1
    AND experiment_change.action = 'approve'
  ORDER BY experiment_change.version DESC
  LIMIT 1
)
SELECT
  written.version AS written_in,
  written.actor_kind AS author_kind,
  written.actor_id AS author_id,
  written.actor_name AS author_name,
  approved.actor_kind AS approver_kind,
  approved.actor_id AS approver_id,
  approved.actor_name AS approver_name
FROM written
LEFT JOIN approved ON TRUE;
