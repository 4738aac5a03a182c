-- Is there anything to be sent now? No row: nothing.
-- params: now
SELECT webhook_delivery.id AS id
FROM webhook_delivery
WHERE webhook_delivery.state = 'pending'
  AND webhook_delivery.next_at <= $1
LIMIT 1
