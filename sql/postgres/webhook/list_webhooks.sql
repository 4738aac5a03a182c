-- Where decisions are told, and how that goes.
-- params: now
SELECT
  webhook.id AS id,
  webhook.url AS url,
  webhook.created_at AS created_at,
  webhook.created_by AS created_by,
  (
    SELECT COUNT(*)
    FROM JSONB_TO_RECORDSET(webhook.secrets) AS kept (ends_at TIMESTAMPTZ)
    WHERE kept.ends_at IS NULL OR kept.ends_at > $1
  ) AS secrets,
  (
    SELECT COUNT(*)
    FROM webhook_delivery
    WHERE webhook_delivery.webhook_id = webhook.id
      AND webhook_delivery.state = 'pending'
  ) AS pending,
  (
    SELECT COUNT(*)
    FROM webhook_delivery
    WHERE webhook_delivery.webhook_id = webhook.id
      AND webhook_delivery.state = 'failed'
  ) AS failed
FROM webhook
WHERE webhook.removed_at IS NULL
ORDER BY webhook.created_at, webhook.id
