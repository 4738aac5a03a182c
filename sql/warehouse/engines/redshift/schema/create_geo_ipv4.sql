-- Ranges of IPv4 addresses, both ends included, exploded to buckets: each row lies in one, no two of a version overlap.
-- params: none
CREATE TABLE IF NOT EXISTS geo_ipv4 (
  geo_version BIGINT NOT NULL,
  -- The first address of the bucket.
  bucket BIGINT NOT NULL,
  lo BIGINT NOT NULL,
  hi BIGINT NOT NULL,
  fact BIGINT NOT NULL
)
DISTSTYLE ALL
SORTKEY (geo_version, bucket);
