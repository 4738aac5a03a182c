-- Explode the ranges of IPv6 with the integers, each to the buckets of its level: as many leading digits as that has. Most
-- lie in one bucket, and need no integers; no range has more than the widest.
-- params: geo_version, widest
INSERT INTO geo_ipv6 (geo_version, bucket, lo, hi, fact)
WITH exploded AS (
  SELECT
    staged_geo_ipv6.first_bucket + integers.n AS bucket,
    staged_geo_ipv6.digits AS digits,
    staged_geo_ipv6.lo AS lo,
    staged_geo_ipv6.hi AS hi,
    staged_geo_ipv6.fact AS fact
  FROM staged_geo_ipv6
  INNER JOIN integers ON integers.n <= staged_geo_ipv6.last_bucket - staged_geo_ipv6.first_bucket
  WHERE staged_geo_ipv6.first_bucket < staged_geo_ipv6.last_bucket
    AND integers.n < CAST($2 AS BIGINT)
),

placed AS (
  SELECT
    staged_geo_ipv6.first_bucket AS bucket,
    staged_geo_ipv6.digits AS digits,
    staged_geo_ipv6.lo AS lo,
    staged_geo_ipv6.hi AS hi,
    staged_geo_ipv6.fact AS fact
  FROM staged_geo_ipv6
  WHERE staged_geo_ipv6.first_bucket = staged_geo_ipv6.last_bucket
  UNION ALL
  SELECT
    exploded.bucket AS bucket,
    exploded.digits AS digits,
    exploded.lo AS lo,
    exploded.hi AS hi,
    exploded.fact AS fact
  FROM exploded
)

SELECT
  CAST($1 AS BIGINT) AS geo_version,
  LPAD(LOWER(TO_HEX(placed.bucket)), CAST(placed.digits AS INTEGER), '0') AS bucket,
  placed.lo AS lo,
  placed.hi AS hi,
  placed.fact AS fact
FROM placed;
