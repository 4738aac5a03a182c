-- One webhook with its secrets, kept as it is until the transaction ends.
-- params: id
SELECT
  webhook.id AS id,
  webhook.url AS url,
  webhook.secrets AS secrets
FROM webhook
WHERE webhook.id = $1
  AND webhook.removed_at IS NULL
FOR UPDATE
