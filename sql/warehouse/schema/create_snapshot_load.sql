-- The snapshots that were loaded, each in the transaction that brought its rows; the latest one of a day is what is there.
-- params: none
CREATE TABLE IF NOT EXISTS snapshot_load (
  table_name VARCHAR(256) NOT NULL,
  snapshot_on DATE NOT NULL,
  -- `full`, or `delta`: what changed since the snapshot before.
  mode VARCHAR(16) NOT NULL,
  batch BIGINT NOT NULL,
  loaded_rows BIGINT NOT NULL,
  loaded_at TIMESTAMP NOT NULL
);
