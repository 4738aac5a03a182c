-- What was sent, or is to be, by a webhook: the newest first.
-- params: webhook_id, row_limit
SELECT
  webhook_delivery.id AS id,
  webhook_delivery.decision_id AS decision_id,
  webhook_delivery.sequence AS sequence,
  webhook_delivery.state AS state,
  webhook_delivery.attempts AS attempts,
  webhook_delivery.next_at AS next_at,
  webhook_delivery.created_at AS created_at,
  webhook_delivery.ended_at AS ended_at,
  webhook_delivery.error AS error
FROM webhook_delivery
WHERE webhook_delivery.webhook_id = $1
ORDER BY webhook_delivery.sequence DESC, webhook_delivery.id DESC
LIMIT $2
