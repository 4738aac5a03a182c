-- Feature flags: what is answered by, what is to take its place, and every change; with the groups and the attributes
-- that their conditions name. What a flag holds is described in contracts/src/flag.ts.

CREATE TABLE flag (
  key TEXT PRIMARY KEY,
  type TEXT NOT NULL CHECK (type IN ('boolean', 'string', 'number', 'json')),
  -- Counts the changes of this flag, those of its draft included, from 1.
  version INTEGER NOT NULL CHECK (version >= 1),
  published JSONB,
  published_version INTEGER,
  draft JSONB,
  -- {kind, id, name} of who last edited the draft, and of who else approved it as it is.
  draft_by JSONB,
  approved_by JSONB,
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL,
  CHECK (published IS NOT NULL OR draft IS NOT NULL),
  CHECK ((published IS NULL) = (published_version IS NULL)),
  CHECK ((draft IS NULL) = (draft_by IS NULL)),
  CHECK (approved_by IS NULL OR draft IS NOT NULL)
);

-- The history of a flag only grows; any version of it can be gone back to.
CREATE TABLE flag_change (
  flag_key TEXT NOT NULL REFERENCES flag (key),
  version INTEGER NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('create', 'edit', 'approve', 'publish', 'discard', 'rollback')),
  at TIMESTAMPTZ NOT NULL,
  actor JSONB NOT NULL,
  note TEXT,
  -- The draft for changes of it, what was answered by for others.
  before JSONB,
  after JSONB,
  published JSONB,
  PRIMARY KEY (flag_key, version)
);
CREATE TRIGGER flag_change_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON flag_change
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE saved_group (
  key TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  description TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('list', 'condition')),
  attribute TEXT,
  values JSONB,
  condition JSONB,
  changed_at TIMESTAMPTZ NOT NULL,
  changed_by TEXT NOT NULL,
  CHECK ((kind = 'list') = (attribute IS NOT NULL AND values IS NOT NULL)),
  CHECK ((kind = 'condition') = (condition IS NOT NULL))
);

-- Attributes that conditions may name; with no row they may name any.
CREATE TABLE flag_attribute (
  name TEXT PRIMARY KEY,
  type TEXT NOT NULL CHECK (type IN ('string', 'number', 'boolean', 'list', 'object')),
  description TEXT NOT NULL
);
