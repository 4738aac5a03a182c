-- Nothing more is told there; what waits is not sent.
-- params: id, now
WITH ended AS (
  UPDATE webhook_delivery
  SET
    state = 'failed',
    ended_at = $2,
    error = 'the webhook was removed'
  WHERE webhook_delivery.webhook_id = $1
    AND webhook_delivery.state = 'pending'
)
UPDATE webhook
SET removed_at = $2
WHERE webhook.id = $1
  AND webhook.removed_at IS NULL
RETURNING webhook.url AS url
