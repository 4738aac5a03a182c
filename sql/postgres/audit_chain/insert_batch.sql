-- The next batch of the chain.
-- params: batch, rows, last_xid, last_id, previous_hash, hash, chained_at
INSERT INTO audit_chain (batch, rows, last_xid, last_id, previous_hash, hash, chained_at)
VALUES ($1, $2, $3::XID8, $4, $5, $6, $7)
