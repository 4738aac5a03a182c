-- Everything that happened, once: a repeat has the same identity and time. Times are UTC.
-- params: none
CREATE TABLE IF NOT EXISTS event (
  "identity" CHAR(32) NOT NULL,
  source VARCHAR(64) NOT NULL,
  name VARCHAR(1024) NOT NULL,
  distinct_id VARCHAR(1024) NOT NULL,
  time TIMESTAMP NOT NULL,
  insert_id VARCHAR(1024),
  ip VARCHAR(64),
  -- The address as geography looks it up: IPv4 as a number, or IPv6 as 32 hexadecimal digits.
  ip4 BIGINT,
  ip6 CHAR(32),
  -- A JSON object as text.
  properties VARCHAR(65535) NOT NULL,
  -- FALSE for what a test key sent: leave it out of everything live.
  live BOOLEAN NOT NULL,
  -- The order of the log: by transaction, then position.
  log_transaction BIGINT NOT NULL,
  log_position BIGINT NOT NULL
)
DISTKEY (distinct_id)
SORTKEY (time);
