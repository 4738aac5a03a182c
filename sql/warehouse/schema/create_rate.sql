-- Units of a currency that one unit of the company's currency buys from a day on, by the newest snapshot of the table that
-- is mapped to rates.
-- params: none
CREATE TABLE IF NOT EXISTS rate (
  currency VARCHAR(16) NOT NULL,
  day DATE NOT NULL,
  per_base DOUBLE PRECISION NOT NULL,
  snapshot_on DATE NOT NULL
);
