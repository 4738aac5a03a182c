-- Batches of the chain after one, in their order.
-- params: after, row_limit
SELECT
  audit_chain.batch AS batch,
  audit_chain.rows AS rows,
  audit_chain.last_xid::TEXT AS last_xid,
  audit_chain.last_id AS last_id,
  audit_chain.previous_hash AS previous_hash,
  audit_chain.hash AS hash,
  audit_chain.chained_at AS chained_at
FROM audit_chain
WHERE audit_chain.batch > $1
ORDER BY audit_chain.batch
LIMIT $2
