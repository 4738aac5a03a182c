-- The batches that are in the tables above, written in the transaction that loaded them.
-- params: none
CREATE TABLE IF NOT EXISTS loaded_batch (
  batch BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  loaded_rows BIGINT NOT NULL,
  loaded_at TIMESTAMP NOT NULL
);
