-- The currency of base amounts.
-- params: currency, minor_units
INSERT INTO company (currency, minor_units)
VALUES (CAST($1 AS VARCHAR(16)), CAST($2 AS BIGINT));
