-- Review: cases about entities in queues with a promise, and decisions that stand until something named changes.

CREATE TABLE review_queue (
  key TEXT PRIMARY KEY CHECK (key ~ '^[a-z][a-z0-9_-]{0,63}$'),
  name TEXT NOT NULL,
  -- What a pledge must be for its case to open here (libs/contracts/src/queue.ts); {} takes any.
  conditions JSONB NOT NULL,
  -- Queues are asked in this order, and of one place by key; the first whose conditions hold has the case.
  place INTEGER NOT NULL,
  -- Ids of people and keys that may claim here; empty: whoever may review.
  members TEXT[] NOT NULL,
  promise_minutes INTEGER NOT NULL CHECK (promise_minutes > 0),
  -- How long before the first deadline of a project a case in it is due: that is when cards are charged.
  margin_minutes INTEGER NOT NULL CHECK (margin_minutes >= 0),
  lease_minutes INTEGER NOT NULL CHECK (lease_minutes > 0),
  -- What a case takes a reviewer: what is won by it is told a minute.
  review_minutes DOUBLE PRECISION NOT NULL CHECK (review_minutes > 0),
  at_due TEXT NOT NULL CHECK (at_due IN ('hold', 'release', 'cancel')),
  updated_at TIMESTAMPTZ NOT NULL,
  updated_by TEXT NOT NULL
);
INSERT INTO review_queue VALUES (
  'default', 'Everything else', '{}', 1000000, '{}', 1440, 360, 30, 5, 'hold', now(), 'system'
);

-- Answers that a case must hear of, written with them: a job takes them from here, so that none is lost, none waits for a
-- reviewer's transaction, and a row that commits late is no trap.
CREATE TABLE review_arrival (
  assessment_id UUID PRIMARY KEY,
  cause TEXT NOT NULL,
  arrived_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE review_case (
  id UUID PRIMARY KEY,
  entity_kind TEXT NOT NULL CHECK (entity_kind IN ('backer', 'card', 'device', 'project', 'pledge')),
  entity_id TEXT NOT NULL,
  queue TEXT NOT NULL REFERENCES review_queue (key),
  state TEXT NOT NULL CHECK (state IN ('open', 'claimed', 'waiting', 'escalated', 'closed')),
  -- Why it was opened, and why it was opened again.
  cause TEXT NOT NULL,
  -- What a check of a project found; NULL for others.
  findings JSONB,
  assignee TEXT,
  -- Who holds it, and until when; of a case that waits, until when it does.
  claimed_by TEXT,
  claimed_at TIMESTAMPTZ,
  held_until TIMESTAMPTZ,
  opened_at TIMESTAMPTZ NOT NULL,
  promised_at TIMESTAMPTZ NOT NULL,
  due_at TIMESTAMPTZ NOT NULL,
  -- When the queue's policy acted on what is in it now; NULL: it has not.
  acted_at TIMESTAMPTZ,
  -- Latest revisions of its pledges that nobody has decided.
  undecided INTEGER NOT NULL DEFAULT 0,
  pledges INTEGER NOT NULL DEFAULT 0,
  revisions INTEGER NOT NULL DEFAULT 0,
  -- Minor units of the company's currency; unknown amounts count nothing.
  amount BIGINT NOT NULL DEFAULT 0,
  highest_score DOUBLE PRECISION NOT NULL DEFAULT 0,
  -- Expected loss that a decision would avoid, in minor units for each minute of a reviewer.
  worth DOUBLE PRECISION NOT NULL DEFAULT 0,
  closed_at TIMESTAMPTZ,
  closed_by TEXT,
  close_reason TEXT CHECK (close_reason IN ('approved', 'refunded', 'refunded_as_fraud', 'disputed', 'canceled')),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CHECK ((state = 'claimed') = (claimed_by IS NOT NULL)),
  CHECK ((state IN ('claimed', 'waiting')) = (held_until IS NOT NULL))
);
CREATE UNIQUE INDEX review_case_unclosed ON review_case (entity_kind, entity_id) WHERE state <> 'closed';
CREATE INDEX review_case_due ON review_case (queue, due_at, id) WHERE state = 'open';
CREATE INDEX review_case_worth ON review_case (queue, worth DESC, id DESC) WHERE state = 'open';
CREATE INDEX review_case_held ON review_case (held_until) WHERE state IN ('claimed', 'waiting');
CREATE INDEX review_case_unacted ON review_case (due_at) WHERE state <> 'closed' AND acted_at IS NULL;
CREATE INDEX review_case_opened ON review_case (queue, opened_at);
CREATE INDEX review_case_closed ON review_case (queue, closed_at) WHERE state = 'closed';

CREATE TABLE review_case_pledge (
  case_id UUID NOT NULL REFERENCES review_case (id),
  pledge_id TEXT NOT NULL,
  project_id TEXT NOT NULL,
  -- Revisions that joined.
  revisions INTEGER NOT NULL,
  cause TEXT NOT NULL,
  joined_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (case_id, pledge_id)
);
CREATE INDEX review_case_pledge_pledge ON review_case_pledge (pledge_id);
CREATE INDEX review_case_pledge_project ON review_case_pledge (project_id);

-- What somebody, or a queue's policy, decided; or took back.
CREATE TABLE decision (
  id UUID PRIMARY KEY,
  -- The order in which decisions took effect, given last under a lock: whoever has read up to one has missed none.
  sequence BIGINT UNIQUE,
  action TEXT NOT NULL CHECK (action IN ('release', 'hold', 'cancel', 'undo')),
  -- [{kind, id}, …]
  subjects JSONB NOT NULL,
  reason TEXT NOT NULL,
  close_reason TEXT CHECK (close_reason IN ('approved', 'refunded', 'refunded_as_fraud', 'disputed', 'canceled')),
  case_id UUID REFERENCES review_case (id),
  made_by TEXT NOT NULL CHECK (made_by IN ('reviewer', 'policy')),
  actor_kind TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  decided_at TIMESTAMPTZ NOT NULL,
  -- The decision that this one takes back, which is taken back once.
  undoes UUID UNIQUE REFERENCES decision (id),
  CHECK ((action = 'undo') = (undoes IS NOT NULL))
);

-- What held before it, so that it can be taken back.
CREATE TABLE decision_pledge (
  decision_id UUID NOT NULL REFERENCES decision (id),
  pledge_id TEXT NOT NULL,
  action TEXT NOT NULL,
  action_by TEXT NOT NULL,
  action_at TIMESTAMPTZ NOT NULL,
  before_action TEXT NOT NULL,
  before_by TEXT NOT NULL,
  before_at TIMESTAMPTZ NOT NULL,
  before_decision UUID,
  PRIMARY KEY (decision_id, pledge_id)
);
CREATE INDEX decision_pledge_pledge ON decision_pledge (pledge_id);

-- Which decision says what holds; NULL: the assessment does.
ALTER TABLE assessment ADD COLUMN decision_id UUID;
CREATE INDEX pledge_label_created ON pledge_label (created_at);
