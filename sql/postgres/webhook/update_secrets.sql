-- What signs from now on.
-- params: id, secrets
UPDATE webhook
SET secrets = $2::JSONB
WHERE webhook.id = $1
