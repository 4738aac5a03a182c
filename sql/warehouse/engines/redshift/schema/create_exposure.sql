-- A unit met a variant; the first one counts, by time and then by the order of the log.
-- params: none
CREATE TABLE IF NOT EXISTS exposure (
  experiment VARCHAR(1024) NOT NULL,
  variant VARCHAR(1024) NOT NULL,
  -- The event's distinct_id: a visitor's or backer's or project's id.
  unit VARCHAR(1024) NOT NULL,
  unit_type VARCHAR(64),
  time TIMESTAMP NOT NULL,
  live BOOLEAN NOT NULL,
  log_transaction BIGINT NOT NULL,
  log_position BIGINT NOT NULL
)
DISTKEY (unit)
SORTKEY (experiment, time);
