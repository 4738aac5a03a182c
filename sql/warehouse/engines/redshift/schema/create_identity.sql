-- Which visitor became which backer: one row a visitor (and live or test), the first link in the order of the log.
-- params: none
CREATE TABLE IF NOT EXISTS "identity" (
  visitor_id VARCHAR(1024) NOT NULL,
  backer_id VARCHAR(1024) NOT NULL,
  linked_at TIMESTAMP NOT NULL,
  live BOOLEAN NOT NULL,
  log_transaction BIGINT NOT NULL,
  log_position BIGINT NOT NULL
)
DISTKEY (visitor_id)
SORTKEY (visitor_id);
