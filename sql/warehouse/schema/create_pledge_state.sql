-- The company's own word on pledges, by the newest snapshot of the table that is mapped to them: it wins for money and
-- state (pledge_fact). Money is integer minor units of the currency; times are UTC.
-- params: none
CREATE TABLE IF NOT EXISTS pledge_state (
  pledge_id VARCHAR(1024) NOT NULL,
  backer_id VARCHAR(1024),
  project_id VARCHAR(1024),
  amount BIGINT,
  currency VARCHAR(16),
  state VARCHAR(64),
  pledged_at TIMESTAMP,
  changed_at TIMESTAMP,
  snapshot_on DATE NOT NULL
);
