-- What follows from a decision from now on.
-- params: subject_kind, action, list, list_days, holds_uncollected, second_review, label_delay_minutes, updated_at, updated_by
INSERT INTO decision_effect (
  subject_kind, action, list, list_days, holds_uncollected, second_review, label_delay_minutes, updated_at, updated_by
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (subject_kind, action) DO UPDATE SET
  list = EXCLUDED.list,
  list_days = EXCLUDED.list_days,
  holds_uncollected = EXCLUDED.holds_uncollected,
  second_review = EXCLUDED.second_review,
  label_delay_minutes = EXCLUDED.label_delay_minutes,
  updated_at = EXCLUDED.updated_at,
  updated_by = EXCLUDED.updated_by
