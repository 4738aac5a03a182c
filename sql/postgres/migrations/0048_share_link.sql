-- Addresses at which one look of an experiment can be read by whoever has them, until they expire or are revoked.
CREATE TABLE share_link (
  id UUID PRIMARY KEY,
  experiment_key TEXT NOT NULL,
  look_number INTEGER NOT NULL,
  -- SHA-256 of what the address ends with, base64: the address itself is not kept.
  token_hash TEXT NOT NULL UNIQUE,
  note TEXT,
  -- {kind, id, name}
  created_by JSONB NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  revoked_by JSONB,
  revoked_at TIMESTAMPTZ,
  -- By nobody knows whom: how often it was read, and when last.
  reads BIGINT NOT NULL DEFAULT 0,
  last_read_at TIMESTAMPTZ,
  FOREIGN KEY (experiment_key, look_number) REFERENCES look (experiment_key, number),
  CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
);
CREATE INDEX share_link_experiment ON share_link (experiment_key);
