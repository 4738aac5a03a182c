-- What somebody wants decided, and a second reviewer has not seen yet.
-- params: id, action, subjects, reason, close_reason, case_id, actor_kind, actor_id, actor_name, decided_at, label, proposal
INSERT INTO decision (
  id, action, subjects, reason, close_reason, case_id, made_by, actor_kind, actor_id, actor_name, decided_at, label,
  state, proposal
)
VALUES ($1, $2, $3::JSONB, $4, $5, $6, 'reviewer', $7, $8, $9, $10, $11, 'proposed', $12::JSONB)
