-- Redshift's: a number that tells values apart, on from another one. It differs between engines, and is compared within one.
-- params: none
CREATE OR REPLACE FUNCTION fnv_hash(value ANYELEMENT, seed BIGINT) RETURNS BIGINT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT HASH_RECORD_EXTENDED(ROW(value), seed)';
