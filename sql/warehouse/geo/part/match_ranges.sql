-- Part of the views that say where something was from: each row with an address meets the versions that were valid at its
-- moment. IPv4 is one equi-join on buckets, IPv6 one for each of its levels: a join on ranges alone is a nested loop.
-- params: none
matched AS (
  SELECT
/*{carried:fragment}*/,
    dated_geo.kind AS kind,
    dated_geo.geo_version AS geo_version,
    geo_ipv4.fact AS fact
  FROM /*{relation:identifier}*/ AS located
  INNER JOIN dated_geo ON located.meeting = dated_geo.meeting
    AND located./*{moment:identifier}*/ >= dated_geo.valid_from
    AND located./*{moment:identifier}*/ < dated_geo.valid_until
  INNER JOIN geo_ipv4 ON dated_geo.geo_version = geo_ipv4.geo_version
    AND located.ip4 - MOD(located.ip4, dated_geo.bucket_size) = geo_ipv4.bucket
    AND located.ip4 >= geo_ipv4.lo
    AND located.ip4 <= geo_ipv4.hi
  UNION ALL
  SELECT
/*{carried:fragment}*/,
    dated_geo.kind AS kind,
    dated_geo.geo_version AS geo_version,
    geo_ipv6.fact AS fact
  FROM /*{relation:identifier}*/ AS located
  INNER JOIN dated_geo ON located.meeting = dated_geo.meeting
    AND located./*{moment:identifier}*/ >= dated_geo.valid_from
    AND located./*{moment:identifier}*/ < dated_geo.valid_until
  INNER JOIN geo_ipv6 ON dated_geo.geo_version = geo_ipv6.geo_version
    AND SUBSTRING(located.ip6, 1, 4) = geo_ipv6.bucket
    AND located.ip6 >= geo_ipv6.lo
    AND located.ip6 <= geo_ipv6.hi
  UNION ALL
  SELECT
/*{carried:fragment}*/,
    dated_geo.kind AS kind,
    dated_geo.geo_version AS geo_version,
    geo_ipv6.fact AS fact
  FROM /*{relation:identifier}*/ AS located
  INNER JOIN dated_geo ON located.meeting = dated_geo.meeting
    AND located./*{moment:identifier}*/ >= dated_geo.valid_from
    AND located./*{moment:identifier}*/ < dated_geo.valid_until
  INNER JOIN geo_ipv6 ON dated_geo.geo_version = geo_ipv6.geo_version
    AND SUBSTRING(located.ip6, 1, 8) = geo_ipv6.bucket
    AND located.ip6 >= geo_ipv6.lo
    AND located.ip6 <= geo_ipv6.hi
  UNION ALL
  SELECT
/*{carried:fragment}*/,
    dated_geo.kind AS kind,
    dated_geo.geo_version AS geo_version,
    geo_ipv6.fact AS fact
  FROM /*{relation:identifier}*/ AS located
  INNER JOIN dated_geo ON located.meeting = dated_geo.meeting
    AND located./*{moment:identifier}*/ >= dated_geo.valid_from
    AND located./*{moment:identifier}*/ < dated_geo.valid_until
  INNER JOIN geo_ipv6 ON dated_geo.geo_version = geo_ipv6.geo_version
    AND SUBSTRING(located.ip6, 1, 12) = geo_ipv6.bucket
    AND located.ip6 >= geo_ipv6.lo
    AND located.ip6 <= geo_ipv6.hi
)

SELECT
/*{shown:fragment}*/,
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
  AND matched.fact = geo_fact.fact
