-- Work that somebody waits for: first a row here, in the transaction that caused it; the queue only says when.
CREATE TABLE job (
  id UUID PRIMARY KEY,
  name TEXT NOT NULL,
  -- One pending or running job a key; the same request again finds it.
  deduplication_key TEXT,
  payload JSONB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'running', 'done', 'failed', 'cancelled')),
  -- Whoever runs it holds the lease; each claim raises the epoch, and every write checks it.
  lease_holder TEXT,
  lease_until TIMESTAMPTZ,
  epoch BIGINT NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  cancel_requested BOOLEAN NOT NULL DEFAULT FALSE,
  progress JSONB,
  -- What a job that was cut short needs to go on where it was.
  checkpoint JSONB,
  result JSONB,
  error TEXT,
  created_by TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  started_at TIMESTAMPTZ,
  finished_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX job_deduplication ON job (name, deduplication_key) WHERE state IN ('pending', 'running');
CREATE INDEX job_unfinished ON job (created_at) WHERE state IN ('pending', 'running');
CREATE INDEX job_recent ON job (created_at DESC);
