-- The last batch of the chain.
-- params: none
SELECT
  audit_chain.batch AS batch,
  audit_chain.last_xid::TEXT AS last_xid,
  audit_chain.last_id AS last_id,
  audit_chain.hash AS hash
FROM audit_chain
ORDER BY audit_chain.batch DESC
LIMIT 1
