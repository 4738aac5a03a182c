-- Live risk scoring: what was observed and when it became known, what was answered, and what decides the answer.
-- Times named *_at of type BIGINT and stamps are µs since 1970 UTC; money is integer minor units.

-- The contract of a velocity feature (libs/trust/src/velocity): an observation has two times and an epoch.
CREATE TABLE observation (
  -- Zero: live. Otherwise the import that brought it.
  origin UUID NOT NULL,
  -- When it became known: unique and strictly increasing among the live ones; an import takes it from its own times.
  stamp BIGINT NOT NULL,
  -- The first epoch whose pledges see it; NULL while its import is not complete.
  epoch BIGINT,
  -- Order of arrival here, which differs from that of the stamps: what came while Redis was rebuilt is above a number.
  arrival BIGINT GENERATED ALWAYS AS IDENTITY,
  kind TEXT NOT NULL CHECK (kind IN ('pledge', 'attempt', 'outcome', 'label', 'correction')),
  -- When it happened; never after its stamp.
  occurred_at BIGINT NOT NULL CHECK (occurred_at <= stamp),
  pledge_id TEXT NOT NULL,
  revision INTEGER,
  -- The stamp of the observation of the same origin that this one replaces from its own stamp on.
  corrects BIGINT,
  live BOOLEAN NOT NULL,
  -- Base currency; a revision carries the difference to the one before it. NULL: unknown.
  amount BIGINT,
  -- Of an outcome its kind (and category), of a label the label.
  category TEXT,
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
  -- Which body an attempt was, and the velocity values that it was given: a later repeat completes it with these.
  body_hash TEXT,
  velocity JSONB,
  PRIMARY KEY (origin, stamp)
);
CREATE INDEX observation_stamp ON observation (stamp);
CREATE INDEX observation_arrival ON observation (arrival);
CREATE INDEX observation_epoch ON observation USING BRIN (epoch);
CREATE INDEX observation_pledge ON observation (pledge_id);
CREATE INDEX observation_ip ON observation (ip, occurred_at) WHERE ip IS NOT NULL;
CREATE INDEX observation_ip_network ON observation (ip_network, occurred_at) WHERE ip_network IS NOT NULL;
CREATE INDEX observation_device ON observation (device, occurred_at) WHERE device IS NOT NULL;
CREATE INDEX observation_card ON observation (card, occurred_at) WHERE card IS NOT NULL;
CREATE INDEX observation_bin ON observation (bin, occurred_at) WHERE bin IS NOT NULL;
CREATE INDEX observation_email ON observation (email, occurred_at) WHERE email IS NOT NULL;
CREATE INDEX observation_address ON observation (address, occurred_at) WHERE address IS NOT NULL;
CREATE INDEX observation_creator ON observation (creator, occurred_at) WHERE creator IS NOT NULL;
CREATE INDEX observation_backer ON observation (backer, occurred_at) WHERE backer IS NOT NULL;
CREATE INDEX observation_project ON observation (project, occurred_at) WHERE project IS NOT NULL;

-- An epoch begins when Redis holds again what it should: after a loss, or when an import has been brought in.
CREATE TABLE velocity_epoch (
  epoch BIGINT PRIMARY KEY,
  -- The server that holds it (INFO server); another one, or an empty one, is a loss.
  run_id TEXT NOT NULL,
  -- Written into Redis beside the epoch: another database's Redis is not ours, whatever its epoch.
  token UUID NOT NULL,
  opened_at TIMESTAMPTZ NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('start', 'loss', 'unseen')),
  observations BIGINT NOT NULL
);

-- What Redis held unsettled when it was lost is unknown: marked in replays, left out of equality. Half-open, in stamps.
CREATE TABLE velocity_gap (
  id UUID PRIMARY KEY,
  lost_epoch BIGINT NOT NULL,
  from_stamp BIGINT NOT NULL,
  until_stamp BIGINT NOT NULL,
  noted_at TIMESTAMPTZ NOT NULL,
  CHECK (from_stamp <= until_stamp)
);

-- The oldest stamp that is in Redis and not yet here, written every second: a gap begins there.
CREATE TABLE velocity_unsettled (
  single BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (single),
  epoch BIGINT NOT NULL,
  oldest_stamp BIGINT NOT NULL,
  noted_at TIMESTAMPTZ NOT NULL
);

-- The answer to one revision of a pledge.
CREATE TABLE assessment (
  pledge_id TEXT NOT NULL,
  live BOOLEAN NOT NULL,
  revision INTEGER NOT NULL,
  id UUID NOT NULL UNIQUE,
  -- SHA-256 of the canonical body; the same body as the latest revision's is the same answer.
  body_hash TEXT NOT NULL,
  -- As received, without what is secret; NULL for an import, which keeps its own lines.
  request JSONB,
  -- Zero: live. Otherwise the import.
  origin UUID NOT NULL,
  stamp BIGINT NOT NULL,
  as_of BIGINT NOT NULL,
  window_end BIGINT NOT NULL,
  -- The epoch that it was scored in; NULL when velocity was unknown.
  epoch BIGINT,
  degraded TEXT[] NOT NULL,
  late BOOLEAN NOT NULL,
  cause TEXT NOT NULL,
  latest BOOLEAN NOT NULL DEFAULT TRUE,
  risk_score DOUBLE PRECISION NOT NULL,
  log_odds DOUBLE PRECISION NOT NULL,
  risk_level TEXT NOT NULL CHECK (risk_level IN ('normal', 'elevated', 'highest')),
  disposition TEXT NOT NULL CHECK (disposition IN ('accept', 'manual_review', 'reject')),
  disposition_reason TEXT NOT NULL CHECK (disposition_reason IN ('default', 'custom_rule', 'list', 'policy', 'degraded')),
  rule_label TEXT,
  effective_action TEXT NOT NULL CHECK (effective_action IN ('accept', 'manual_review', 'reject')),
  effective_by TEXT NOT NULL CHECK (effective_by IN ('assessment', 'reviewer', 'policy')),
  effective_at TIMESTAMPTZ NOT NULL,
  reason_codes TEXT[] NOT NULL,
  reasons JSONB NOT NULL,
  features JSONB NOT NULL,
  subscores JSONB NOT NULL,
  rules JSONB NOT NULL,
  actions JSONB NOT NULL,
  warnings JSONB NOT NULL,
  versions JSONB NOT NULL,
  project_id TEXT NOT NULL,
  creator_id TEXT,
  backer_id TEXT,
  card TEXT,
  ip TEXT,
  device TEXT,
  email TEXT,
  amount BIGINT NOT NULL,
  currency TEXT NOT NULL,
  base_amount BIGINT,
  -- The pledge's own time, for people; `as_of` decides.
  occurred_at TIMESTAMPTZ NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (pledge_id, live, revision)
);
CREATE INDEX assessment_time ON assessment (occurred_at, id) WHERE latest;
CREATE INDEX assessment_score ON assessment (risk_score, id) WHERE latest;
CREATE INDEX assessment_disposition ON assessment (disposition, occurred_at, id) WHERE latest AND disposition <> 'accept';
CREATE INDEX assessment_reason ON assessment USING GIN (reason_codes) WHERE latest;
CREATE INDEX assessment_backer ON assessment (backer_id, occurred_at) WHERE backer_id IS NOT NULL;
CREATE INDEX assessment_card ON assessment (card, occurred_at) WHERE card IS NOT NULL;
CREATE INDEX assessment_ip ON assessment (ip, occurred_at) WHERE ip IS NOT NULL;

-- What happened to a pledge afterwards; an id counts once.
CREATE TABLE pledge_outcome (
  pledge_id TEXT NOT NULL,
  live BOOLEAN NOT NULL,
  id TEXT NOT NULL,
  -- SHA-256 of the canonical body: the same id with another body is refused.
  body_hash TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('authorised', 'declined', 'changed', 'cancelled', 'collected', 'refunded',
    'issuer_warning', 'disputed', 'charged_back')),
  category TEXT CHECK (category IN ('fraud', 'not_received', 'not_as_described', 'duplicate', 'unrecognised', 'other')),
  reason_code TEXT,
  won BOOLEAN,
  amount BIGINT,
  currency TEXT,
  base_amount BIGINT,
  payment_reference TEXT,
  -- What is known only after authorisation: CVC, AVS, 3-D Secure, decline code.
  payment JSONB,
  occurred_at TIMESTAMPTZ NOT NULL,
  -- As the sender says; the stamp decides.
  known_at TIMESTAMPTZ NOT NULL,
  origin UUID NOT NULL,
  stamp BIGINT NOT NULL,
  received_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (pledge_id, live, id)
);
CREATE INDEX pledge_outcome_reference ON pledge_outcome (payment_reference) WHERE payment_reference IS NOT NULL;

-- What a pledge turned out to be. `source` is the outcome or the person that said so.
CREATE TABLE pledge_label (
  pledge_id TEXT NOT NULL,
  live BOOLEAN NOT NULL,
  label TEXT NOT NULL CHECK (label IN ('chargeback', 'suspected_fraud', 'spam_or_abuse', 'not_fraud')),
  source TEXT NOT NULL,
  known_at TIMESTAMPTZ NOT NULL,
  origin UUID NOT NULL,
  stamp BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (pledge_id, live, label, source)
);

-- Units of `currency` that one unit of the company's currency buys on that UTC day (EUR 0.92). The latest day counts on.
CREATE TABLE rate (
  currency TEXT NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  day DATE NOT NULL,
  per_base NUMERIC NOT NULL CHECK (per_base > 0),
  PRIMARY KEY (currency, day)
);

CREATE TABLE backer_fact (
  backer_id TEXT PRIMARY KEY,
  signed_up_at TIMESTAMPTZ,
  country TEXT,
  email TEXT,
  updated_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE project_fact (
  project_id TEXT PRIMARY KEY,
  creator_id TEXT,
  launched_at TIMESTAMPTZ,
  deadline TIMESTAMPTZ,
  goal BIGINT,
  currency TEXT,
  state TEXT,
  updated_at TIMESTAMPTZ NOT NULL
);

-- A rule keeps its id through every renaming; its versions are kept for ever.
CREATE TABLE rule (
  id UUID PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('draft', 'live', 'retired')),
  -- The version that is edited and, once live, decides.
  version INTEGER NOT NULL,
  -- Set for the rules that come with the product, so that seeding twice adds none.
  seed TEXT UNIQUE,
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL
);

CREATE TABLE rule_version (
  rule_id UUID NOT NULL REFERENCES rule (id),
  version INTEGER NOT NULL,
  label TEXT NOT NULL,
  expression TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('accept', 'reject', 'manual_review', 'add_to_score', 'tag', 'request_3ds')),
  -- Log-odds of add_to_score, the text of tag.
  value JSONB,
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (rule_id, version)
);

-- Thresholds in points of risk_score; an override stops rejecting (or reviewing too) at once, until its end.
CREATE TABLE policy_version (
  version INTEGER PRIMARY KEY,
  review_at DOUBLE PRECISION NOT NULL,
  reject_at DOUBLE PRECISION NOT NULL,
  elevated_at DOUBLE PRECISION NOT NULL,
  highest_at DOUBLE PRECISION NOT NULL,
  override_action TEXT CHECK (override_action IN ('accept', 'manual_review')),
  override_until TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL,
  CHECK ((override_action IS NULL) = (override_until IS NULL)),
  CHECK (review_at <= reject_at AND elevated_at <= highest_at)
);
INSERT INTO policy_version VALUES (1, 10, 80, 5, 50, NULL, NULL, now(), 'system');

CREATE TABLE list_entry (
  id UUID PRIMARY KEY,
  list TEXT NOT NULL CHECK (list IN ('allow', 'block', 'watch')),
  kind TEXT NOT NULL CHECK (kind IN ('ip', 'cidr', 'email', 'domain', 'card', 'device', 'backer', 'project')),
  value TEXT NOT NULL,
  reason TEXT NOT NULL,
  author TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ,
  removed_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX list_entry_held ON list_entry (list, kind, value) WHERE removed_at IS NULL;

CREATE TABLE custom_input (
  name TEXT PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9_]{0,62}$'),
  type TEXT NOT NULL CHECK (type IN ('number', 'string', 'boolean')),
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL
);

-- One number for everything that a process compiles into its snapshot: each change raises it and tells every process.
CREATE TABLE risk_configuration (
  single BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (single),
  version BIGINT NOT NULL
);
INSERT INTO risk_configuration VALUES (TRUE, 1);

CREATE FUNCTION raise_risk_configuration() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  UPDATE risk_configuration SET version = version + 1;
  PERFORM pg_notify('risk_configuration', (SELECT version::TEXT FROM risk_configuration));
  RETURN NULL;
END
$$;
CREATE TRIGGER rule_changed AFTER INSERT OR UPDATE OR DELETE ON rule
FOR EACH STATEMENT EXECUTE FUNCTION raise_risk_configuration();
CREATE TRIGGER policy_changed AFTER INSERT OR UPDATE OR DELETE ON policy_version
FOR EACH STATEMENT EXECUTE FUNCTION raise_risk_configuration();
CREATE TRIGGER list_changed AFTER INSERT OR UPDATE OR DELETE ON list_entry
FOR EACH STATEMENT EXECUTE FUNCTION raise_risk_configuration();
CREATE TRIGGER custom_input_changed AFTER INSERT OR UPDATE OR DELETE ON custom_input
FOR EACH STATEMENT EXECUTE FUNCTION raise_risk_configuration();
CREATE TRIGGER rate_changed AFTER INSERT OR UPDATE OR DELETE ON rate
FOR EACH STATEMENT EXECUTE FUNCTION raise_risk_configuration();
