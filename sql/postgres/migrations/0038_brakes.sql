-- Brakes: changes that a second person takes, and rules that fire far more often than was expected of them.

ALTER TABLE rule
-- Pledges a day that it was expected to fire on when it went live; NULL where nothing could be known.
ADD COLUMN expected_per_day DOUBLE PRECISION,
ADD COLUMN live_since TIMESTAMPTZ;

-- A change of the policy that waits for somebody else.
CREATE TABLE policy_change (
  id UUID PRIMARY KEY,
  -- {kind, …}: contracts/src/policy-change.ts.
  content JSONB NOT NULL,
  -- What it would do a day, as of its proposal.
  expectation JSONB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'refused')),
  -- {kind, id, name}
  proposed_by JSONB NOT NULL,
  proposed_at TIMESTAMPTZ NOT NULL,
  decided_by JSONB,
  decided_at TIMESTAMPTZ,
  CHECK ((state = 'waiting') = (decided_at IS NULL))
);
CREATE INDEX policy_change_proposed ON policy_change (proposed_at DESC, id DESC);
