-- A second reviewer has answered what was proposed. No row: somebody has before.
-- params: id, state, second_id, second_name
UPDATE decision
SET
  state = $2,
  second_id = $3,
  second_name = $4
WHERE decision.id = $1
  AND decision.state = 'proposed'
RETURNING
  decision.proposal AS proposal,
  decision.actor_kind AS actor_kind,
  decision.actor_id AS actor_id,
  decision.actor_name AS actor_name
