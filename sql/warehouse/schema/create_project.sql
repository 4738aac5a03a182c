-- The company's projects, by the newest snapshot of the table that is mapped to them. Times are UTC.
-- params: none
CREATE TABLE IF NOT EXISTS project (
  project_id VARCHAR(1024) NOT NULL,
  creator_id VARCHAR(1024),
  name VARCHAR(65535),
  category VARCHAR(1024),
  country VARCHAR(1024),
  currency VARCHAR(16),
  -- Minor units of the currency.
  goal BIGINT,
  launched_at TIMESTAMP,
  deadline TIMESTAMP,
  state VARCHAR(64),
  state_changed_at TIMESTAMP,
  -- IANA's name of the zone in which its days are counted; UTC where it is NULL.
  time_zone VARCHAR(64),
  snapshot_on DATE NOT NULL
);
