-- A company's own data: which files were imported and how far, their rows in the order of their times, and what could not
-- be read. Times named *_at of type BIGINT are µs since 1970 UTC; money is integer minor units.

CREATE TABLE import (
  id UUID PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('pledges', 'outcomes', 'events')),
  -- The file's path on the server, or what a program calls the rows that it gives.
  name TEXT NOT NULL,
  -- SHA-256 of the file's bytes, and of the mapping: the same file read in the same way counts once.
  checksum TEXT NOT NULL,
  mapping_hash TEXT NOT NULL,
  mapping JSONB NOT NULL,
  bytes BIGINT NOT NULL,
  -- NULL where a program gives the rows itself.
  job_id UUID,
  -- The epoch whose observations its pledges see beside their own import's; taken when the first of them is stamped.
  epoch BIGINT,
  -- How far it is; written in the transaction that writes the rows.
  position JSONB NOT NULL,
  counts JSONB NOT NULL,
  report JSONB,
  created_by TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  finished_at TIMESTAMPTZ,
  UNIQUE (kind, checksum, mapping_hash)
);
CREATE INDEX import_recent ON import (created_at DESC);

-- What a line brought, in the order in which it became known: this order gives the stamps. Kept for a replay of features.
CREATE TABLE import_row (
  import_id UUID NOT NULL REFERENCES import (id),
  -- Of a pledge its own time, of an outcome or label when it became known.
  known_at BIGINT NOT NULL,
  line BIGINT NOT NULL,
  -- 0 the pledge or outcome of the line, 1 its label.
  part SMALLINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('pledge', 'outcome', 'label')),
  pledge_id TEXT NOT NULL,
  occurred_at BIGINT NOT NULL,
  -- Of an outcome its kind, of a label the label.
  category TEXT,
  -- Of a pledge: its whole amount in the company's currency.
  base_amount BIGINT,
  -- Of a pledge: SHA-256 of the canonical request.
  body_hash TEXT,
  ip TEXT,
  ip_network TEXT,
  device TEXT,
  card TEXT,
  bin TEXT,
  backer TEXT,
  email TEXT,
  address TEXT,
  project TEXT,
  creator TEXT,
  -- JSON: of a pledge the request that its columns make, and facts beside it; of an outcome its fields. Of a label who says so.
  body TEXT,
  -- Given once all rows are here.
  stamp BIGINT,
  PRIMARY KEY (import_id, known_at, line, part)
  -- Room for the stamp on the row's own page.
) WITH (fillfactor = 85);

-- Lines that could not be read: which rule they break, never what they hold.
CREATE TABLE import_quarantine (
  import_id UUID NOT NULL REFERENCES import (id),
  line BIGINT NOT NULL,
  -- The column or our name for it; NULL where the line itself is broken.
  field TEXT,
  rule TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (import_id, line)
);

CREATE FUNCTION analyze_observations() RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  ANALYZE observation;
END
$$;
