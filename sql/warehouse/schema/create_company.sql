-- One row: the currency of base amounts.
-- params: none
CREATE TABLE IF NOT EXISTS company (
  currency VARCHAR(16) NOT NULL,
  minor_units BIGINT NOT NULL
);
