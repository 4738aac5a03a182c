-- The audit is chained by hash in batches, so that a row that was changed, removed or slipped in is found.

-- Ids are given before their rows commit, so a smaller one may come later: the order is that of transactions, and only those
-- below every one that is under way are chained. NULL: a row from before there was a chain.
ALTER TABLE audit ADD COLUMN xid XID8;
ALTER TABLE audit ALTER COLUMN xid SET DEFAULT PG_CURRENT_XACT_ID();
CREATE INDEX audit_order ON audit (COALESCE(xid, '0'::XID8), id);

CREATE TABLE audit_chain (
  batch BIGINT PRIMARY KEY CHECK (batch > 0),
  rows INTEGER NOT NULL CHECK (rows > 0),
  -- Where it ends, in the order of transactions and ids; it begins where the one before ends.
  last_xid XID8 NOT NULL,
  last_id BIGINT NOT NULL,
  -- SHA-256, hexadecimal, of the hash before and a line a row (libs/trust/src/audit/audit-hash.ts).
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  chained_at TIMESTAMPTZ NOT NULL
);
CREATE TRIGGER audit_chain_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
