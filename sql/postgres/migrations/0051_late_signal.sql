-- What became known after pledges were scored: each is brought to the pledges that it touches, by a job.

CREATE TABLE late_signal (
  id UUID PRIMARY KEY,
  -- It is the cause of the revisions that it makes.
  kind TEXT NOT NULL CHECK (kind IN ('known_fraud', 'list_entry', 'geo_database')),
  -- What it is about: whose pledge, which entries, which version.
  subject JSONB NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  finished_at TIMESTAMPTZ,
  -- Pledges that it gave a revision.
  rescored BIGINT
);
CREATE INDEX late_signal_waiting ON late_signal (created_at, id) WHERE finished_at IS NULL;
-- A version of geography is news once.
CREATE UNIQUE INDEX late_signal_geography ON late_signal ((subject ->> 'geo_version')) WHERE kind = 'geo_database';
