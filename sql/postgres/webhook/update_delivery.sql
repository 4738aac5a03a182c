-- How an attempt ended.
-- params: id, state, next_at, ended_at, error
UPDATE webhook_delivery
SET
  state = $2,
  attempts = webhook_delivery.attempts + 1,
  next_at = $3,
  ended_at = $4,
  error = $5
WHERE webhook_delivery.id = $1
  AND webhook_delivery.state = 'pending'
