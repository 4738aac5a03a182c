-- What a version has of each table.
-- params: geo_version
WITH ipv4 AS (
  SELECT COUNT(*) AS ranges
  FROM geo_ipv4
  WHERE geo_ipv4.geo_version = CAST($1 AS BIGINT)
),

ipv6 AS (
  SELECT COUNT(*) AS ranges
  FROM geo_ipv6
  WHERE geo_ipv6.geo_version = CAST($1 AS BIGINT)
),

known AS (
  SELECT COUNT(*) AS facts
  FROM geo_fact
  WHERE geo_fact.geo_version = CAST($1 AS BIGINT)
),

single AS (
  SELECT COUNT(*) AS addresses
  FROM geo_address
  WHERE geo_address.geo_version = CAST($1 AS BIGINT)
)

SELECT
  ipv4.ranges AS ipv4_rows,
  ipv6.ranges AS ipv6_rows,
  known.facts AS facts,
  single.addresses AS addresses
FROM ipv4
INNER JOIN ipv6 ON 1 = 1
INNER JOIN known ON 1 = 1
INNER JOIN single ON 1 = 1;
