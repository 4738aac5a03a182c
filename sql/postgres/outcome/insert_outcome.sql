-- What happened to a pledge afterwards; nothing when this id is stored already.
-- params: pledge_id, live, id, body_hash, kind, category, reason_code, won, amount, currency, base_amount, payment_reference, payment, occurred_at, known_at, origin, stamp, received_at
INSERT INTO pledge_outcome (
  pledge_id, live, id, body_hash, kind, category, reason_code, won, amount, currency, base_amount, payment_reference,
  payment, occurred_at, known_at, origin, stamp, received_at
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::JSONB, $14, $15, $16, $17, $18)
ON CONFLICT (pledge_id, live, id) DO NOTHING
RETURNING id
