-- Tables of an experiment's units as files: each is asked for, made by a job, and stays as it was.
CREATE TABLE unit_export (
  id UUID PRIMARY KEY,
  experiment_key TEXT NOT NULL REFERENCES experiment (key),
  job_id UUID,
  asked_by TEXT NOT NULL,
  asked_at TIMESTAMPTZ NOT NULL,
  -- Names of the objects that the file is made of, in order; NULL until then.
  objects JSONB,
  row_count BIGINT,
  unit_count BIGINT,
  bytes BIGINT,
  data_through TIMESTAMPTZ,
  finished_at TIMESTAMPTZ,
  -- Why there is no file.
  error TEXT
);
CREATE INDEX unit_export_latest ON unit_export (experiment_key, asked_at DESC, id DESC);
