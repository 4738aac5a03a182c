-- Is what was staged fit to load? How many ranges begin within the one before (none may), end before they begin or have no
-- fact; how many there are; how many addresses the widest of IPv4 has, how many buckets the widest of IPv6.
-- params: none
WITH followed_ipv4 AS (
  SELECT
    staged_geo_ipv4.lo AS lo,
    staged_geo_ipv4.hi AS hi,
    LEAD(staged_geo_ipv4.lo) OVER (
      ORDER BY staged_geo_ipv4.lo ASC
    ) AS next_lo
  FROM staged_geo_ipv4
),

followed_ipv6 AS (
  SELECT
    staged_geo_ipv6.lo AS lo,
    staged_geo_ipv6.hi AS hi,
    staged_geo_ipv6.last_bucket - staged_geo_ipv6.first_bucket + 1 AS buckets,
    LEAD(staged_geo_ipv6.lo) OVER (
      ORDER BY staged_geo_ipv6.lo ASC
    ) AS next_lo
  FROM staged_geo_ipv6
),

ipv4 AS (
  SELECT
    COUNT(*) AS ranges,
    COALESCE(SUM(CASE WHEN followed_ipv4.next_lo <= followed_ipv4.hi THEN 1 ELSE 0 END), 0) AS overlapping,
    COALESCE(SUM(CASE WHEN followed_ipv4.hi < followed_ipv4.lo THEN 1 ELSE 0 END), 0) AS reversed,
    COALESCE(MAX(followed_ipv4.hi - followed_ipv4.lo + 1), 0) AS widest
  FROM followed_ipv4
),

ipv6 AS (
  SELECT
    COUNT(*) AS ranges,
    COALESCE(SUM(CASE WHEN followed_ipv6.next_lo <= followed_ipv6.hi THEN 1 ELSE 0 END), 0) AS overlapping,
    COALESCE(SUM(CASE WHEN followed_ipv6.hi < followed_ipv6.lo THEN 1 ELSE 0 END), 0) AS reversed,
    COALESCE(MAX(followed_ipv6.buckets), 0) AS widest
  FROM followed_ipv6
),

wanted AS (
  SELECT staged_geo_ipv4.fact AS fact
  FROM staged_geo_ipv4
  UNION
  SELECT staged_geo_ipv6.fact AS fact
  FROM staged_geo_ipv6
),

factless AS (
  SELECT COUNT(*) AS facts
  FROM wanted
  LEFT JOIN staged_geo_fact ON wanted.fact = staged_geo_fact.fact
  WHERE staged_geo_fact.fact IS NULL
)

SELECT
  ipv4.ranges AS ipv4_ranges,
  ipv6.ranges AS ipv6_ranges,
  CAST(ipv4.overlapping + ipv6.overlapping AS BIGINT) AS overlapping,
  CAST(ipv4.reversed + ipv6.reversed AS BIGINT) AS reversed,
  factless.facts AS factless,
  ipv4.widest AS widest_ipv4,
  ipv6.widest AS widest_ipv6
FROM ipv4
INNER JOIN ipv6 ON 1 = 1
INNER JOIN factless ON 1 = 1;
