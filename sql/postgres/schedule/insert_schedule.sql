-- This is to happen at its time.
-- params: id, subject_kind, subject_key, action, at, content, experiment_version, note, scheduled_by, scheduled_at
INSERT INTO schedule (
  id, subject_kind, subject_key, action, at, content, experiment_version, note, state, scheduled_by, scheduled_at
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'pending', $9, $10);
