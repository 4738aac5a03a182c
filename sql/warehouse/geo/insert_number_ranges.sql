-- Explode the ranges of IPv4 to buckets with the integers: a range has a row in each bucket that it touches, cut to it.
-- Most lie in one bucket, and need no integers; no range has more than the widest.
-- params: geo_version, bucket_size, widest
INSERT INTO geo_ipv4 (geo_version, bucket, lo, hi, fact)
WITH placed AS (
  SELECT
    staged_geo_ipv4.lo - MOD(staged_geo_ipv4.lo, CAST($2 AS BIGINT)) AS first_bucket,
    staged_geo_ipv4.hi - MOD(staged_geo_ipv4.hi, CAST($2 AS BIGINT)) AS last_bucket,
    staged_geo_ipv4.lo AS lo,
    staged_geo_ipv4.hi AS hi,
    staged_geo_ipv4.fact AS fact
  FROM staged_geo_ipv4
),

wide AS (
  SELECT
    placed.first_bucket AS first_bucket,
    placed.last_bucket AS last_bucket,
    placed.lo AS lo,
    placed.hi AS hi,
    placed.fact AS fact
  FROM placed
  WHERE placed.first_bucket < placed.last_bucket
),

exploded AS (
  SELECT
    wide.first_bucket + integers.n * CAST($2 AS BIGINT) AS bucket,
    wide.lo AS lo,
    wide.hi AS hi,
    wide.fact AS fact
  FROM wide
  INNER JOIN integers ON integers.n * CAST($2 AS BIGINT) <= wide.last_bucket - wide.first_bucket
  WHERE integers.n < CAST($3 AS BIGINT)
)

SELECT
  CAST($1 AS BIGINT) AS geo_version,
  placed.first_bucket AS bucket,
  placed.lo AS lo,
  placed.hi AS hi,
  placed.fact AS fact
FROM placed
WHERE placed.first_bucket = placed.last_bucket
UNION ALL
SELECT
  CAST($1 AS BIGINT) AS geo_version,
  exploded.bucket AS bucket,
  GREATEST(exploded.lo, exploded.bucket) AS lo,
  LEAST(exploded.hi, exploded.bucket + CAST($2 AS BIGINT) - 1) AS hi,
  exploded.fact AS fact
FROM exploded;
