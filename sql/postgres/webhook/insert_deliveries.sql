-- A decision is told everywhere, in the transaction that gives it its place.
-- params: decision_id, now
INSERT INTO webhook_delivery (
  id, webhook_id, decision_id, sequence, pledges, state, attempts, next_at, created_at
)
SELECT
  GEN_RANDOM_UUID() AS id,
  webhook.id AS webhook_id,
  decision.id AS decision_id,
  decision.sequence AS sequence,
  ARRAY(
    SELECT decision_pledge.pledge_id
    FROM decision_pledge
    WHERE decision_pledge.decision_id = decision.id
  ) AS pledges,
  'pending' AS state,
  0 AS attempts,
  $2 AS next_at,
  $2 AS created_at
FROM decision
CROSS JOIN webhook
WHERE decision.id = $1
  AND webhook.removed_at IS NULL
