-- What happened to a pledge afterwards; (pledge_id, outcome_id) counts once. Money is integer minor units.
-- params: none
CREATE TABLE IF NOT EXISTS pledge_outcome (
  pledge_id VARCHAR(1024) NOT NULL,
  outcome_id VARCHAR(1024) NOT NULL,
  kind VARCHAR(64) NOT NULL,
  category VARCHAR(64),
  reason_code VARCHAR(64),
  amount BIGINT,
  currency VARCHAR(16),
  base_amount BIGINT,
  occurred_at TIMESTAMP NOT NULL,
  -- Never use an outcome before this.
  known_at TIMESTAMP NOT NULL,
  live BOOLEAN NOT NULL,
  log_transaction BIGINT NOT NULL,
  log_position BIGINT NOT NULL
)
DISTKEY (pledge_id)
SORTKEY (occurred_at);
