-- The columns of the company's tables, and the types that they have grown to (contracts/src/data/snapshot.ts).
-- params: none
CREATE TABLE IF NOT EXISTS snapshot_column (
  table_name VARCHAR(256) NOT NULL,
  name VARCHAR(64) NOT NULL,
  type VARCHAR(32) NOT NULL,
  added_at TIMESTAMP NOT NULL,
  position BIGINT NOT NULL
);
