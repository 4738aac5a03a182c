-- What was decided. It has no place in the order yet.
-- params: id, action, subjects, reason, close_reason, case_id, made_by, actor_kind, actor_id, actor_name, decided_at, undoes, label
INSERT INTO decision (
  id, action, subjects, reason, close_reason, case_id, made_by, actor_kind, actor_id, actor_name, decided_at, undoes, label
)
VALUES ($1, $2, $3::JSONB, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
