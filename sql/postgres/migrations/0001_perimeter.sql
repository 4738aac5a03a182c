-- Who may do what: people, their sessions, machine and personal keys, and the audit of what they did.
CREATE TABLE person (
  id UUID PRIMARY KEY,
  email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('reviewer', 'analyst', 'admin')),
  password_hash TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  disabled_at TIMESTAMPTZ
);

-- A token is 256 random bits, so SHA-256 is enough to keep it (argon2 is for what people choose).
CREATE TABLE session (
  token_hash BYTEA PRIMARY KEY,
  person_id UUID NOT NULL REFERENCES person (id),
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE api_key (
  id UUID PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'app', 'client')),
  person_id UUID REFERENCES person (id),
  name TEXT NOT NULL,
  token_hash BYTEA NOT NULL UNIQUE,
  scopes TEXT[] NOT NULL,
  live BOOLEAN NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ,
  revoked_at TIMESTAMPTZ,
  CHECK ((kind = 'person') = (person_id IS NOT NULL))
);

-- Machine keys are audited as counts per key and minute: a row a request would cost more than the request.
CREATE TABLE key_use (
  key_id UUID NOT NULL REFERENCES api_key (id),
  minute TIMESTAMPTZ NOT NULL,
  requests BIGINT NOT NULL,
  PRIMARY KEY (key_id, minute)
);

CREATE TABLE audit (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at TIMESTAMPTZ NOT NULL,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('person', 'key', 'system')),
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  before JSONB,
  after JSONB,
  request_id TEXT
);
CREATE INDEX audit_subject ON audit (subject_kind, subject_id, id);

-- The audit only grows.
CREATE FUNCTION refuse_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% only grows', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
