-- Who made this version, when, and what was before and after it.
-- params: experiment_key, version, action, at, actor_kind, actor_id, actor_name, note, before, after
INSERT INTO experiment_change (
  experiment_key, version, action, at, actor_kind, actor_id, actor_name, note, before, after
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
