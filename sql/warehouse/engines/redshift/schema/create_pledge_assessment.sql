-- The answer to one revision of a pledge; (pledge_id, revision) counts once.
-- params: none
CREATE TABLE IF NOT EXISTS pledge_assessment (
  pledge_id VARCHAR(1024) NOT NULL,
  revision BIGINT NOT NULL,
  -- Percent, 0.01 to 99.
  risk_score DOUBLE PRECISION NOT NULL,
  risk_level VARCHAR(16),
  disposition VARCHAR(16),
  -- Minor units of the currency, and of the company's.
  amount BIGINT,
  currency VARCHAR(16),
  base_amount BIGINT,
  project_id VARCHAR(1024),
  backer_id VARCHAR(1024),
  time TIMESTAMP NOT NULL,
  -- `live`, or the import that brought it.
  origin VARCHAR(64) NOT NULL,
  -- The address as geography looks it up: IPv4 as a number, or IPv6 as 32 hexadecimal digits.
  ip4 BIGINT,
  ip6 CHAR(32),
  live BOOLEAN NOT NULL,
  log_transaction BIGINT NOT NULL,
  log_position BIGINT NOT NULL
)
DISTKEY (pledge_id)
SORTKEY (time);
