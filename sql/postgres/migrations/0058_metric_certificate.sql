-- What a metric did in the past, without any experiment: sums of units that were seen for some days, and how often its test
-- found something between two halves of them that were made by chance. One row a job; it stays as it was.
CREATE TABLE metric_certificate (
  -- Of the job that made it.
  id UUID PRIMARY KEY,
  metric_key TEXT NOT NULL,
  metric_version INTEGER NOT NULL,
  unit TEXT NOT NULL,
  -- Units first seen from here until before there; the sums are of those whose window had closed then.
  began_at TIMESTAMPTZ NOT NULL,
  ended_at TIMESTAMPTZ NOT NULL,
  days INTEGER NOT NULL,
  -- [{day, units}]: whom each day brought for the first time.
  arrivals JSONB NOT NULL,
  -- n, Σy, Σy² and of a ratio those of its denominator, as in statistic; NULL where nobody was seen.
  sums JSONB,
  -- Sums are of values times 10^scale.
  scale INTEGER NOT NULL,
  -- What libs/stats says: aaCertificate, with its seed.
  certificate JSONB NOT NULL,
  seed BIGINT NOT NULL,
  engine TEXT NOT NULL,
  commit TEXT NOT NULL,
  query_hash TEXT NOT NULL REFERENCES query (hash),
  parameters JSONB NOT NULL,
  made_at TIMESTAMPTZ NOT NULL,
  FOREIGN KEY (metric_key, metric_version) REFERENCES metric_version (metric_key, version)
);
CREATE INDEX metric_certificate_latest ON metric_certificate (metric_key, made_at DESC, id DESC);
