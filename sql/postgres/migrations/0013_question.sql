-- Self-service: what people ask the warehouse, what was answered, and which of the company's relations may be asked about.

CREATE TABLE question (
  id UUID PRIMARY KEY,
  -- Counts the changes, from 1; each run says which one it answered.
  version INTEGER NOT NULL CHECK (version >= 1),
  -- contracts/src/question.ts: the prompts, the SQL and its parameters.
  body JSONB NOT NULL,
  created_by TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  archived_at TIMESTAMPTZ
);

-- One asking; an answer is never changed, another asking is another row.
CREATE TABLE question_run (
  id UUID PRIMARY KEY,
  -- NULL for a query that nobody keeps.
  question_id UUID REFERENCES question (id),
  question_version INTEGER,
  -- What was asked: {sql, parameters, values, rows}.
  request JSONB NOT NULL,
  -- SHA-256 of the text that is run; `query` has it.
  hash TEXT NOT NULL,
  job_id UUID,
  engine TEXT,
  columns JSONB,
  row_count BIGINT,
  truncated BOOLEAN,
  -- A small answer itself; a large one lies in object storage under this name.
  rows JSONB,
  object TEXT,
  error TEXT,
  asked_by TEXT NOT NULL,
  asked_at TIMESTAMPTZ NOT NULL,
  answered_at TIMESTAMPTZ,
  CHECK ((question_id IS NULL) = (question_version IS NULL))
);
CREATE INDEX question_run_question ON question_run (question_id, asked_at DESC);

-- Does this look right to you?
CREATE TABLE question_note (
  run_id UUID NOT NULL REFERENCES question_run (id),
  looks_right BOOLEAN NOT NULL,
  text TEXT NOT NULL,
  noted_by TEXT NOT NULL,
  noted_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX question_note_run ON question_note (run_id, noted_at);

-- A company's table or view that an admin has published by name, as schema.name.
CREATE TABLE publication (
  relation TEXT PRIMARY KEY,
  published_by TEXT NOT NULL,
  published_at TIMESTAMPTZ NOT NULL
);
