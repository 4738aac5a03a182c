-- Where a company's tables are, which of them are wanted, and each pull of a table of a day.

CREATE TABLE source (
  key TEXT PRIMARY KEY,
  -- contracts/src/source.ts; no secret is in it.
  definition JSONB NOT NULL,
  updated_by TEXT NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE source_table (
  source TEXT NOT NULL REFERENCES source (key) ON DELETE CASCADE,
  name TEXT NOT NULL,
  definition JSONB NOT NULL,
  updated_by TEXT NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (source, name)
);
-- The product reads one table as its projects, one as its backers, and so on.
CREATE UNIQUE INDEX source_table_entity ON source_table ((definition -> 'entity' ->> 'name'));

CREATE TABLE source_pull (
  id UUID PRIMARY KEY,
  -- No reference: what was pulled outlives the definition, and one source comes along with the product.
  source TEXT NOT NULL,
  table_name TEXT NOT NULL,
  day DATE NOT NULL,
  -- The last job that was submitted for it.
  job_id UUID,
  -- Runs that began. Each stages under an origin of its own, `pull-<id>-<attempt>`; the one that ends is closed.
  attempt INTEGER NOT NULL DEFAULT 0,
  started_at TIMESTAMPTZ,
  -- Of the run that ended: `full`, `delta` or `events`.
  mode TEXT,
  -- SHA-256 of what was asked for and of the columns that were there: a delta stands only on a pull of the same.
  shape_hash TEXT,
  -- The greatest value of the cursor column, as text.
  cursor TEXT,
  counts JSONB,
  manifest TEXT,
  -- Why the warehouse did not take it.
  refused TEXT,
  created_by TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  -- Set in the transaction that closed its batches.
  finished_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX source_pull_unfinished ON source_pull (source, table_name, day) WHERE finished_at IS NULL;
CREATE INDEX source_pull_recent ON source_pull (source, table_name, created_at DESC);

-- The first rows that a pull left aside: which rule they break, never what they hold.
CREATE TABLE source_quarantine (
  pull_id UUID NOT NULL REFERENCES source_pull (id),
  place INTEGER NOT NULL,
  object TEXT,
  line BIGINT NOT NULL,
  field TEXT,
  rule TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (pull_id, place)
);
