-- The company's backers, by the newest snapshot of the table that is mapped to them. Times are UTC.
-- params: none
CREATE TABLE IF NOT EXISTS backer (
  backer_id VARCHAR(1024) NOT NULL,
  signed_up_at TIMESTAMP,
  country VARCHAR(1024),
  snapshot_on DATE NOT NULL
);
