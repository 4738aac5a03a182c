-- Redshift's: a number that tells values apart, on from another one. It differs between engines, and is compared within one.
-- params: none
CREATE OR REPLACE MACRO fnv_hash(value, seed) AS
CAST(hash(value, seed) >> 1 AS BIGINT);
