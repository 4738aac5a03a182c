-- Who did what to what, and how was it before and after?
-- params: at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, before, after, request_id
INSERT INTO audit (at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, before, after, request_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
