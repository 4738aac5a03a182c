-- A currency whose unit is not a hundred minor ones.
-- params: currency, minor_units
INSERT INTO currency (currency, minor_units)
VALUES (CAST($1 AS VARCHAR(16)), CAST($2 AS BIGINT));
