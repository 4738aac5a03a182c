-- Ids that an event said to be staff's or a bot's. An earlier event that comes late adds a row.
-- params: none
CREATE TABLE IF NOT EXISTS marked_unit (
  id VARCHAR(1024) NOT NULL,
  mark VARCHAR(64) NOT NULL,
  marked_at TIMESTAMP NOT NULL,
  live BOOLEAN NOT NULL
);
