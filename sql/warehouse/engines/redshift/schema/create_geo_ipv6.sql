-- Ranges of IPv6 addresses as 32 hexadecimal digits, both ends included, each exploded to the buckets of one level.
-- params: none
CREATE TABLE IF NOT EXISTS geo_ipv6 (
  geo_version BIGINT NOT NULL,
  -- The first 4, 8 or 12 digits of its addresses: /16, /32 or /48. Its length is the level.
  bucket VARCHAR(12) NOT NULL,
  lo CHAR(32) NOT NULL,
  hi CHAR(32) NOT NULL,
  fact BIGINT NOT NULL
)
DISTSTYLE ALL
SORTKEY (geo_version, bucket);
