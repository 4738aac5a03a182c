-- The rows of one batch: after a place, up to another.
-- params: after_xid, after_id, last_xid, last_id
SELECT
  audit.id AS id,
  COALESCE(audit.xid, '0'::XID8)::TEXT AS xid,
  (EXTRACT(EPOCH FROM audit.at) * 1000000)::BIGINT AS at_micros,
  audit.actor_kind AS actor_kind,
  audit.actor_id AS actor_id,
  audit.actor_name AS actor_name,
  audit.action AS action,
  audit.subject_kind AS subject_kind,
  audit.subject_id AS subject_id,
  audit.before::TEXT AS before,
  audit.after::TEXT AS after,
  audit.request_id AS request_id
FROM audit
WHERE (COALESCE(audit.xid, '0'::XID8), audit.id) > ($1::XID8, $2)
  AND (COALESCE(audit.xid, '0'::XID8), audit.id) <= ($3::XID8, $4)
ORDER BY COALESCE(audit.xid, '0'::XID8), audit.id
