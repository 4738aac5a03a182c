-- What follows from a decision: list entries, holds, labels, webhooks, the pass of an appeal; what needs a second reviewer;
-- notes about entities, and who watches them.

-- Set by an admin; a kind and action without a row has no effect beyond the pledges that are decided.
CREATE TABLE decision_effect (
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('pledge', 'backer', 'card', 'device', 'project', 'creator')),
  action TEXT NOT NULL CHECK (action IN ('release', 'hold', 'cancel')),
  -- A list that the subject is entered in; block rejects its new pledges. NULL: none.
  list TEXT CHECK (list IN ('allow', 'block', 'watch')),
  -- How long the entry holds; NULL: until somebody removes it.
  list_days INTEGER CHECK (list_days > 0),
  -- Its accepted pledges that are not collected wait for a person.
  holds_uncollected BOOLEAN NOT NULL,
  -- Nothing happens before somebody else has approved it.
  second_review BOOLEAN NOT NULL,
  -- How long after the decision its label is known.
  label_delay_minutes INTEGER NOT NULL CHECK (label_delay_minutes >= 0),
  updated_at TIMESTAMPTZ NOT NULL,
  updated_by TEXT NOT NULL,
  PRIMARY KEY (subject_kind, action)
);

ALTER TABLE decision
ADD COLUMN state TEXT NOT NULL DEFAULT 'standing' CHECK (state IN ('proposed', 'standing', 'refused')),
-- What it was to decide, as long as it waits for a second reviewer or was refused by them.
ADD COLUMN proposal JSONB,
-- Who approved or refused it.
ADD COLUMN second_id TEXT,
ADD COLUMN second_name TEXT,
ADD COLUMN label TEXT CHECK (label IN ('suspected_fraud', 'spam_or_abuse', 'not_fraud'));
CREATE INDEX decision_proposed ON decision (decided_at) WHERE state = 'proposed';

-- Entries that a decision made: an undo removes these and no other.
CREATE TABLE decision_entry (
  decision_id UUID NOT NULL REFERENCES decision (id),
  entry_id UUID NOT NULL REFERENCES list_entry (id),
  PRIMARY KEY (decision_id, entry_id)
);

-- Labels on their way: stored when they are due, so that an undo before that leaves nothing behind.
CREATE TABLE decision_label (
  decision_id UUID NOT NULL REFERENCES decision (id),
  pledge_id TEXT NOT NULL,
  label TEXT NOT NULL,
  due_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (decision_id, pledge_id)
);
CREATE INDEX decision_label_due ON decision_label (due_at);

-- An appeal that was approved: the backer's next attempt with the card is let through, once.
CREATE TABLE review_pass (
  id UUID PRIMARY KEY,
  decision_id UUID NOT NULL REFERENCES decision (id),
  backer_id TEXT NOT NULL,
  card TEXT NOT NULL,
  -- Set when it was granted; the appeal's own pledge does not use it.
  appealed_pledge TEXT NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  used_by TEXT
);
CREATE INDEX review_pass_open ON review_pass (backer_id, card) WHERE used_by IS NULL;

-- Where decisions are told, set by an admin. Every secret that has not ended signs.
CREATE TABLE webhook (
  id UUID PRIMARY KEY,
  url TEXT NOT NULL,
  -- [{secret, ends_at}], the newest first.
  secrets JSONB NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL,
  removed_at TIMESTAMPTZ
);

CREATE TABLE webhook_delivery (
  id UUID PRIMARY KEY,
  webhook_id UUID NOT NULL REFERENCES webhook (id),
  decision_id UUID NOT NULL REFERENCES decision (id),
  -- The decision's place: of one pledge an earlier one goes first.
  sequence BIGINT NOT NULL,
  pledges TEXT[] NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
  attempts INTEGER NOT NULL,
  next_at TIMESTAMPTZ NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  ended_at TIMESTAMPTZ,
  -- Why the last attempt failed.
  error TEXT
);
CREATE INDEX webhook_delivery_pending ON webhook_delivery (webhook_id, sequence) WHERE state = 'pending';
CREATE INDEX webhook_delivery_made ON webhook_delivery (webhook_id, created_at);

CREATE TABLE review_note (
  id UUID PRIMARY KEY,
  entity_kind TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  text TEXT NOT NULL,
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX review_note_entity ON review_note (entity_kind, entity_id, created_at);

CREATE TABLE review_watch (
  entity_kind TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  watcher_id TEXT NOT NULL,
  -- What was stored since then is new to the watcher.
  seen_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (watcher_id, entity_kind, entity_id)
);
