-- How many minor units make one unit of a currency, where it is not a hundred (ISO 4217).
-- params: none
CREATE TABLE IF NOT EXISTS currency (
  currency VARCHAR(16) NOT NULL,
  minor_units BIGINT NOT NULL
);
