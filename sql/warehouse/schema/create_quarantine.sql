-- What could not be loaded: an object of a batch, the line (from 1; 0 for the object itself) and the rule that it broke.
-- params: none
CREATE TABLE IF NOT EXISTS quarantine (
  batch BIGINT NOT NULL,
  object VARCHAR(1024) NOT NULL,
  line BIGINT NOT NULL,
  rule VARCHAR(64) NOT NULL,
  -- The beginning of the line; NULL where it may hold a card number.
  text VARCHAR(4096)
);
