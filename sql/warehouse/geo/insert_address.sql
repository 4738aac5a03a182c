-- Explode the ranges of a network to single addresses with the integers.
-- params: geo_version, first, last, bucket_size
INSERT INTO geo_address (geo_version, ip4, fact)
WITH chosen AS (
  SELECT
    GREATEST(geo_ipv4.lo, CAST($2 AS BIGINT)) AS lo,
    LEAST(geo_ipv4.hi, CAST($3 AS BIGINT)) AS hi,
    geo_ipv4.fact AS fact
  FROM geo_ipv4
  WHERE geo_ipv4.geo_version = CAST($1 AS BIGINT)
    AND geo_ipv4.bucket > CAST($2 AS BIGINT) - CAST($4 AS BIGINT)
    AND geo_ipv4.bucket <= CAST($3 AS BIGINT)
    AND geo_ipv4.hi >= CAST($2 AS BIGINT)
    AND geo_ipv4.lo <= CAST($3 AS BIGINT)
)

SELECT
  CAST($1 AS BIGINT) AS geo_version,
  chosen.lo + integers.n AS ip4,
  chosen.fact AS fact
FROM chosen
INNER JOIN integers ON integers.n <= chosen.hi - chosen.lo
WHERE integers.n < CAST($4 AS BIGINT);
