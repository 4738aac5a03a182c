-- Reports: what analysts ask the warehouse for by name, not by SQL; each asking is a row, and its answer stays as it was.

CREATE TABLE report (
  id UUID PRIMARY KEY,
  -- contracts/src/report.ts: the kind and its parameters.
  request JSONB NOT NULL,
  job_id UUID,
  -- SHA-256 of the text that was run; `query` has it.
  hash TEXT,
  engine TEXT,
  columns JSONB,
  row_count BIGINT,
  -- A small answer itself; a large one lies in object storage under this name.
  rows JSONB,
  object TEXT,
  error TEXT,
  asked_by TEXT NOT NULL,
  asked_at TIMESTAMPTZ NOT NULL,
  answered_at TIMESTAMPTZ
);
CREATE INDEX report_asked_at ON report (asked_at DESC, id DESC);
