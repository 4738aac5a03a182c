-- Where pledges were from, by the databases that were valid when they were made: one row a pledge and kind (city, asn …).
-- params: none
CREATE OR REPLACE VIEW published."pledge_geo" AS
SELECT
  pledge_geo.pledge_id AS pledge_id,
  pledge_geo.pledged_at AS pledged_at,
  pledge_geo.kind AS kind,
  pledge_geo.geo_version AS geo_version,
  pledge_geo.country AS country,
  pledge_geo.registered_country AS registered_country,
  pledge_geo.continent AS continent,
  pledge_geo.subdivision AS subdivision,
  pledge_geo.city AS city,
  pledge_geo.time_zone AS time_zone,
  pledge_geo.asn AS asn,
  pledge_geo.as_organisation AS as_organisation,
  pledge_geo.is_anonymous AS is_anonymous,
  pledge_geo.is_hosting AS is_hosting,
  pledge_geo.is_vpn AS is_vpn,
  pledge_geo.is_tor AS is_tor,
  pledge_geo.is_public_proxy AS is_public_proxy,
  pledge_geo.is_residential_proxy AS is_residential_proxy
FROM /*{own:identifier}*/.pledge_geo
WHERE pledge_geo.live;
