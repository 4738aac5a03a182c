-- Effects by what a fact knew of units when they were exposed: asked for one column at a time, also once an experiment is over.
CREATE TABLE experiment_breakdown (
  id UUID PRIMARY KEY,
  experiment_key TEXT NOT NULL REFERENCES experiment (key),
  fact_key TEXT NOT NULL,
  fact_version INTEGER NOT NULL,
  column_name TEXT NOT NULL,
  job_id UUID,
  asked_by TEXT NOT NULL,
  asked_at TIMESTAMPTZ NOT NULL,
  -- What was found; NULL until then. Sums by line, level and variant: libs/experimentation/src/breakdown/breakdown.ts.
  lines JSONB,
  data_through TIMESTAMPTZ,
  engine TEXT,
  commit TEXT,
  query_hash TEXT REFERENCES query (hash),
  parameters JSONB,
  answered_at TIMESTAMPTZ,
  -- Why nothing can be found.
  error TEXT,
  FOREIGN KEY (fact_key, fact_version) REFERENCES fact_version (fact_key, version)
);
CREATE INDEX experiment_breakdown_latest ON experiment_breakdown (experiment_key, asked_at DESC, id DESC);
