-- Facts and metrics as data: each change is a version, and an experiment that starts is pinned to those of the moment. The
-- ready-made ones are no part of this: they are written whenever the database is migrated.

CREATE TABLE fact (
  key TEXT PRIMARY KEY,
  -- The latest, and the latest whose SQL has been checked: that one is what metrics use.
  version INTEGER NOT NULL CHECK (version >= 1),
  checked_version INTEGER CHECK (checked_version <= version),
  -- Comes with the product, which alone changes it.
  built_in BOOLEAN NOT NULL,
  archived_at TIMESTAMPTZ
);

CREATE TABLE fact_version (
  fact_key TEXT NOT NULL REFERENCES fact (key),
  version INTEGER NOT NULL CHECK (version >= 1),
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  -- One SELECT over what is published; `query` has it under its hash too.
  sql TEXT NOT NULL,
  hash TEXT NOT NULL REFERENCES query (hash),
  -- Values count to so many digits after the point.
  scale INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 6),
  -- What the warehouse found: [{name, type}]; contracts/src/fact.ts has the types.
  check_state TEXT NOT NULL CHECK (check_state IN ('waiting', 'checked', 'failed')),
  columns JSONB,
  check_error TEXT,
  engine TEXT,
  job_id UUID,
  checked_at TIMESTAMPTZ,
  note TEXT,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('person', 'key', 'system')),
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (fact_key, version),
  CHECK ((check_state = 'checked') = (columns IS NOT NULL)),
  CHECK ((check_state = 'failed') = (check_error IS NOT NULL))
);

CREATE TABLE metric (
  key TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  built_in BOOLEAN NOT NULL,
  archived_at TIMESTAMPTZ
);

CREATE TABLE metric_version (
  metric_key TEXT NOT NULL REFERENCES metric (key),
  version INTEGER NOT NULL CHECK (version >= 1),
  -- contracts/src/metric.ts: MetricDefinition.
  definition JSONB NOT NULL,
  note TEXT,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('person', 'key', 'system')),
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (metric_key, version)
);
CREATE TRIGGER metric_version_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON metric_version
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- [{metric, version, facts: {key: version}, added_at}]: what an experiment is read by from its start on; NULL for a draft.
ALTER TABLE experiment ADD COLUMN pinned_metrics JSONB;

-- A line of a readout is a metric in one version and one reading of it; a ratio has the sums of its denominator too.
ALTER TABLE statistic
ADD COLUMN metric_version INTEGER NOT NULL DEFAULT 1,
ADD COLUMN reading TEXT NOT NULL DEFAULT 'all' CHECK (reading IN ('all', 'normal_risk', 'net_of_fraud')),
ADD COLUMN denominators JSONB;
ALTER TABLE statistic ALTER COLUMN metric_version DROP DEFAULT;
ALTER TABLE statistic ALTER COLUMN reading DROP DEFAULT;
ALTER TABLE statistic DROP CONSTRAINT statistic_pkey;
ALTER TABLE statistic ADD PRIMARY KEY (refresh_id, metric, metric_version, reading, variant);
