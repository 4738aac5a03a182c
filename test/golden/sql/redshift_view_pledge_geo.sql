-- Where were pledges from, by the version of each kind that was valid when they were made? One row a pledge (and live or test)
-- and kind; a pledge whose address is in no range has none. The address is the one that pledge_fact has.
-- params: none
CREATE OR REPLACE VIEW pledge_geo AS
WITH addressed_pledge AS (
  SELECT
    1 AS meeting,
    pledge_fact.pledge_id AS pledge_id,
    pledge_fact.live AS live,
    pledge_fact.pledged_at AS pledged_at,
    pledge_fact.ip4 AS ip4,
    pledge_fact.ip6 AS ip6
  FROM pledge_fact
  WHERE pledge_fact.ip4 IS NOT NULL
    OR pledge_fact.ip6 IS NOT NULL
),

matched AS (
  SELECT
    located."pledge_id" AS "pledge_id",
    located."live" AS "live",
    located."pledged_at" AS "pledged_at",
    dated_geo.kind AS kind,
    dated_geo.geo_version AS geo_version,
    geo_ipv4.fact AS fact
  FROM "addressed_pledge" AS located
  INNER JOIN dated_geo ON located.meeting = dated_geo.meeting
    AND located."pledged_at" >= dated_geo.valid_from
    AND located."pledged_at" < dated_geo.valid_until
  INNER JOIN geo_ipv4 ON dated_geo.geo_version = geo_ipv4.geo_version
    AND located.ip4 - MOD(located.ip4, dated_geo.bucket_size) = geo_ipv4.bucket
    AND located.ip4 >= geo_ipv4.lo
    AND located.ip4 <= geo_ipv4.hi
  UNION ALL
  SELECT
    located."pledge_id" AS "pledge_id",
    located."live" AS "live",
    located."pledged_at" AS "pledged_at",
    dated_geo.kind AS kind,
    dated_geo.geo_version AS geo_version,
    geo_ipv6.fact AS fact
  FROM "addressed_pledge" AS located
  INNER JOIN dated_geo ON located.meeting = dated_geo.meeting
    AND located."pledged_at" >= dated_geo.valid_from
    AND located."pledged_at" < dated_geo.valid_until
  INNER JOIN geo_ipv6 ON dated_geo.geo_version = geo_ipv6.geo_version
    AND SUBSTRING(located.ip6, 1, 4) = geo_ipv6.bucket
    AND located.ip6 >= geo_ipv6.lo
    AND located.ip6 <= geo_ipv6.hi
  UNION ALL
  SELECT
    located."pledge_id" AS "pledge_id",
    located."live" AS "live",
    located."pledged_at" AS "pledged_at",
    dated_geo.kind AS kind,
    dated_geo.geo_version AS geo_version,
    geo_ipv6.fact AS fact
  FROM "addressed_pledge" AS located
  INNER JOIN dated_geo ON located.meeting = dated_geo.meeting
    AND located."pledged_at" >= dated_geo.valid_from
    AND located."pledged_at" < dated_geo.valid_until
  INNER JOIN geo_ipv6 ON dated_geo.geo_version = geo_ipv6.geo_version
    AND SUBSTRING(located.ip6, 1, 8) = geo_ipv6.bucket
    AND located.ip6 >= geo_ipv6.lo
    AND located.ip6 <= geo_ipv6.hi
  UNION ALL
  SELECT
    located."pledge_id" AS "pledge_id",
    located."live" AS "live",
    located."pledged_at" AS "pledged_at",
    dated_geo.kind AS kind,
    dated_geo.geo_version AS geo_version,
    geo_ipv6.fact AS fact
  FROM "addressed_pledge" AS located
  INNER JOIN dated_geo ON located.meeting = dated_geo.meeting
    AND located."pledged_at" >= dated_geo.valid_from
    AND located."pledged_at" < dated_geo.valid_until
  INNER JOIN geo_ipv6 ON dated_geo.geo_version = geo_ipv6.geo_version
    AND SUBSTRING(located.ip6, 1, 12) = geo_ipv6.bucket
    AND located.ip6 >= geo_ipv6.lo
    AND located.ip6 <= geo_ipv6.hi
)

SELECT
  matched."pledge_id" AS "pledge_id",
  matched."live" AS "live",
  matched."pledged_at" AS "pledged_at",
  matched.kind AS kind,
  matched.geo_version AS geo_version,
  matched.fact AS fact,
  geo_fact.country AS country,
  geo_fact.registered_country AS registered_country,
  geo_fact.continent AS continent,
  geo_fact.subdivision AS subdivision,
  geo_fact.city AS city,
  geo_fact.time_zone AS time_zone,
  geo_fact.asn AS asn,
  geo_fact.as_organisation AS as_organisation,
  geo_fact.is_anonymous AS is_anonymous,
  geo_fact.is_hosting AS is_hosting,
  geo_fact.is_vpn AS is_vpn,
  geo_fact.is_tor AS is_tor,
  geo_fact.is_public_proxy AS is_public_proxy,
  geo_fact.is_residential_proxy AS is_residential_proxy
FROM matched
INNER JOIN geo_fact ON matched.geo_version = geo_fact.geo_version
  AND matched.fact = geo_fact.fact;
