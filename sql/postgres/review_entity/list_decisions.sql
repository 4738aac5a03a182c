-- The newest decisions on an entity, or on a pledge of it.
-- params: kind, id, row_limit
SELECT decision.id AS id
FROM decision
WHERE decision.subjects @> JSONB_BUILD_ARRAY(JSONB_BUILD_OBJECT('kind', $1::TEXT, 'id', $2::TEXT))
  OR decision.id IN (
    SELECT decision_pledge.decision_id
    FROM decision_pledge
    INNER JOIN observation ON decision_pledge.pledge_id = observation.pledge_id
    WHERE observation./*{column:identifier}*/ = $2
      AND observation.kind = 'pledge'
      AND observation.live
  )
ORDER BY decision.decided_at DESC, decision.id DESC
LIMIT $3
