-- Scans of all running experiments for pairs that change each other's effects: the sums that each found, which its answer is
-- computed from. One row a job; it stays as it was.
CREATE TABLE interaction_scan (
  -- Of the job that made it.
  id UUID PRIMARY KEY,
  -- [{first, second, metric, version, unit, kind, measure, scale, cells, parameters}]: libs/experimentation/src/interaction/scan.ts.
  pairs JSONB NOT NULL,
  engine TEXT NOT NULL,
  commit TEXT NOT NULL,
  query_hash TEXT NOT NULL REFERENCES query (hash),
  scanned_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX interaction_scan_latest ON interaction_scan (scanned_at DESC, id DESC);
