-- Geographic databases that were, or are to be, loaded into the warehouse: one row a load, which a job carries out.

CREATE TABLE geo_load (
  id UUID PRIMARY KEY,
  -- What its rows are named by in the warehouse.
  geo_version BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE,
  -- contracts/src/geo.ts: the files, and what was said of them.
  request JSONB NOT NULL,
  -- What the files say of themselves; NULL until they were read.
  kind TEXT,
  database_type TEXT,
  built_at TIMESTAMPTZ,
  -- [{path, bytes, sha256}]
  files JSONB,
  -- From when on events are looked up in it; decided once, so that a load that is cut short and repeated is the same.
  valid_from TIMESTAMPTZ,
  -- contracts/src/geo.ts: what it brought into the warehouse.
  counts JSONB,
  job_id UUID,
  created_by TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  finished_at TIMESTAMPTZ,
  -- When it left the warehouse: another took its place, or it was too old.
  dropped_at TIMESTAMPTZ,
  CHECK (finished_at IS NULL OR valid_from IS NOT NULL)
);
CREATE INDEX geo_load_created_at ON geo_load (created_at DESC, id DESC);
