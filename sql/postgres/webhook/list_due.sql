-- What is to be sent now? Of one pledge an earlier decision goes first: what shares a pledge with one that waits, waits too.
-- params: now, row_limit
SELECT
  webhook_delivery.id AS id,
  webhook_delivery.webhook_id AS webhook_id,
  webhook_delivery.decision_id AS decision_id,
  webhook_delivery.attempts AS attempts,
  webhook_delivery.created_at AS created_at,
  webhook.url AS url,
  webhook.secrets AS secrets
FROM webhook_delivery
INNER JOIN webhook ON webhook_delivery.webhook_id = webhook.id
WHERE webhook_delivery.state = 'pending'
  AND webhook_delivery.next_at <= $1
  AND NOT EXISTS (
    SELECT
    FROM webhook_delivery AS earlier
    WHERE earlier.webhook_id = webhook_delivery.webhook_id
      AND earlier.sequence < webhook_delivery.sequence
      AND earlier.state = 'pending'
      AND earlier.pledges && webhook_delivery.pledges
  )
ORDER BY webhook_delivery.sequence, webhook_delivery.id
LIMIT $2
