-- What follows from which decision?
-- params: none
SELECT
  decision_effect.subject_kind AS subject_kind,
  decision_effect.action AS action,
  decision_effect.list AS list,
  decision_effect.list_days AS list_days,
  decision_effect.holds_uncollected AS holds_uncollected,
  decision_effect.second_review AS second_review,
  decision_effect.label_delay_minutes AS label_delay_minutes,
  decision_effect.updated_at AS updated_at,
  decision_effect.updated_by AS updated_by
FROM decision_effect
ORDER BY decision_effect.subject_kind, decision_effect.action
