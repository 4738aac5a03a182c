-- How many rows wait for the chain?
-- params: after_xid, after_id
SELECT COUNT(*) AS rows
FROM audit
WHERE (COALESCE(audit.xid, '0'::XID8), audit.id) > ($1::XID8, $2)
