-- One row a pledge (and live or test), as the last word in the order of the log has it. Money is integer minor units.
-- params: none
CREATE TABLE IF NOT EXISTS pledge (
  pledge_id VARCHAR(1024) NOT NULL,
  backer_id VARCHAR(1024),
  project_id VARCHAR(1024),
  amount BIGINT,
  currency VARCHAR(16),
  -- In the company's currency, by the rate of its day; NULL where no rate was known.
  base_amount BIGINT,
  time TIMESTAMP NOT NULL,
  -- The address as geography looks it up: IPv4 as a number, or IPv6 as 32 hexadecimal digits.
  ip4 BIGINT,
  ip6 CHAR(32),
  live BOOLEAN NOT NULL,
  log_transaction BIGINT NOT NULL,
  log_position BIGINT NOT NULL
);
