-- Where were events from, by the version of each kind that was valid at their time? One row an event and kind; an event
-- whose address is in no range has none.
-- params: none
CREATE OR REPLACE VIEW event_geo AS
WITH
matched AS (
  SELECT
    located."identity" AS "identity",
    located."name" AS "name",
    located."live" AS "live",
    located."time" AS "time",
    dated_geo.kind AS kind,
    dated_geo.geo_version AS geo_version,
    geo_ipv4.fact AS fact
  FROM "addressed_event" AS located
  INNER JOIN dated_geo ON located.meeting = dated_geo.meeting
    AND located."dated_at" >= dated_geo.valid_from
    AND located."dated_at" < dated_geo.valid_until
  INNER JOIN geo_ipv4 ON dated_geo.geo_version = geo_ipv4.geo_version
    AND located.ip4 - MOD(located.ip4, dated_geo.bucket_size) = geo_ipv4.bucket
    AND located.ip4 >= geo_ipv4.lo
    AND located.ip4 <= geo_ipv4.hi
  UNION ALL
  SELECT
    located."identity" AS "identity",
    located."name" AS "name",
    located."live" AS "live",
    located."time" AS "time",
    dated_geo.kind AS kind,
    dated_geo.geo_version AS geo_version,
    geo_ipv6.fact AS fact
  FROM "addressed_event" AS located
  INNER JOIN dated_geo ON located.meeting = dated_geo.meeting
    AND located."dated_at" >= dated_geo.valid_from
    AND located."dated_at" < dated_geo.valid_until
  INNER JOIN geo_ipv6 ON dated_geo.geo_version = geo_ipv6.geo_version
    AND SUBSTRING(located.ip6, 1, 4) = geo_ipv6.bucket
    AND located.ip6 >= geo_ipv6.lo
    AND located.ip6 <= geo_ipv6.hi
  UNION ALL
  SELECT
    located."identity" AS "identity",
    located."name" AS "name",
    located."live" AS "live",
    located."time" AS "time",
    dated_geo.kind AS kind,
    dated_geo.geo_version AS geo_version,
    geo_ipv6.fact AS fact
  FROM "addressed_event" AS located
  INNER JOIN dated_geo ON located.meeting = dated_geo.meeting
    AND located."dated_at" >= dated_geo.valid_from
    AND located."dated_at" < dated_geo.valid_until
  INNER JOIN geo_ipv6 ON dated_geo.geo_version = geo_ipv6.geo_version
    AND SUBSTRING(located.ip6, 1, 8) = geo_ipv6.bucket
    AND located.ip6 >= geo_ipv6.lo
    AND located.ip6 <= geo_ipv6.hi
  UNION ALL
  SELECT
    located."identity" AS "identity",
    located."name" AS "name",
    located."live" AS "live",
    located."time" AS "time",
    dated_geo.kind AS kind,
    dated_geo.geo_version AS geo_version,
    geo_ipv6.fact AS fact
  FROM "addressed_event" AS located
  INNER JOIN dated_geo ON located.meeting = dated_geo.meeting
    AND located."dated_at" >= dated_geo.valid_from
    AND located."dated_at" < dated_geo.valid_until
  INNER JOIN geo_ipv6 ON dated_geo.geo_version = geo_ipv6.geo_version
    AND SUBSTRING(located.ip6, 1, 12) = geo_ipv6.bucket
    AND located.ip6 >= geo_ipv6.lo
    AND located.ip6 <= geo_ipv6.hi
)

SELECT
  matched."identity" AS "identity",
  matched."name" AS "name",
  matched."live" AS "live",
  matched."time" AS "time",
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
