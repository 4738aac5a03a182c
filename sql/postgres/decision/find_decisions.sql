-- The decisions of these ids, the newest first.
-- params: ids
SELECT
  decision.id AS id,
  decision.sequence AS sequence,
  decision.state AS state,
  decision.action AS action,
  decision.subjects AS subjects,
  decision.reason AS reason,
  decision.close_reason AS close_reason,
  decision.label AS label,
  decision.case_id AS case_id,
  decision.made_by AS made_by,
  decision.actor_kind AS actor_kind,
  decision.actor_id AS actor_id,
  decision.actor_name AS actor_name,
  decision.second_id AS second_id,
  decision.second_name AS second_name,
  decision.decided_at AS decided_at,
  decision.undoes AS undoes,
  undo.id AS undone_by
FROM decision
LEFT JOIN decision AS undo ON decision.id = undo.undoes
WHERE decision.id = ANY($1::UUID[])
ORDER BY decision.decided_at DESC, decision.id DESC
