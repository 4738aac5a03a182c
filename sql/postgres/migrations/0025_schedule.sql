-- What is to happen to experiments and flags by the clock: who wants what at which time, and what became of it.
CREATE TABLE schedule (
  id UUID PRIMARY KEY,
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('experiment', 'flag')),
  subject_key TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('start', 'close', 'stop', 'publish')),
  at TIMESTAMPTZ NOT NULL,
  -- Of a flag: the draft that is to be published. One that was changed since is another.
  content JSONB,
  note TEXT,
  state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed', 'cancelled')),
  -- {kind, id, name}
  scheduled_by JSONB NOT NULL,
  scheduled_at TIMESTAMPTZ NOT NULL,
  ended_at TIMESTAMPTZ,
  -- Why it failed.
  error TEXT,
  CHECK ((subject_kind = 'flag') = (action = 'publish')),
  CHECK ((action = 'publish') = (content IS NOT NULL)),
  CHECK ((state = 'pending') = (ended_at IS NULL)),
  CHECK ((state = 'failed') = (error IS NOT NULL))
);
CREATE UNIQUE INDEX schedule_pending ON schedule (subject_kind, subject_key, action) WHERE state = 'pending';
CREATE INDEX schedule_due ON schedule (at) WHERE state = 'pending';
CREATE INDEX schedule_subject ON schedule (subject_kind, subject_key, scheduled_at DESC);
