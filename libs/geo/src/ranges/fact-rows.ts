import { isDay, type GeoKind } from '#libs/contracts';
import { anonymousFacts } from '../anonymous-facts.js';
import { cityFacts } from '../city-facts.js';
import { field, flagField, numberField, present, textField } from '../record-fields.js';
import type { GeoFactRow } from './fact-columns.js';

type Maker = (record: unknown) => GeoFactRow;

const longestText = 512;
const largest = 2 ** 53 - 1;

const text = (record: unknown, ...path: readonly string[]): string | undefined => {
  const value = textField(record, ...path);
  return value === undefined || value.length > longestText || value.includes('\0') ? undefined : value;
};

const integer = (record: unknown, ...path: readonly string[]): number | undefined => {
  const value = field(record, ...path);
  const number = typeof value === 'bigint' ? Number(value) : value;
  return Number.isSafeInteger(number) && (number as number) >= 0 ? (number as number) : undefined;
};

const day = (record: unknown, name: string): string | undefined => {
  const value = text(record, name);
  return value !== undefined && isDay(value) ? value : undefined;
};

/** City, Country and Enterprise; what the live look-up knows is asked of the same function. */
function cityRow(record: unknown): GeoFactRow {
  const facts = cityFacts(record);
  const subdivisions = field(record, 'subdivisions');
  const parts: readonly unknown[] = Array.isArray(subdivisions) ? subdivisions : [];
  const isNested = field(record, 'country_code') === undefined;
  return present<GeoFactRow>({
    country: facts.country,
    registered_country: facts.registeredCountry,
    represented_country: facts.representedCountry,
    continent: text(record, 'continent', 'code'),
    is_in_european_union: isNested ? flagField(record, 'country', 'is_in_european_union') : undefined,
    subdivision: facts.subdivision,
    subdivision_code: text(parts[0], 'iso_code'),
    city: facts.city,
    postal_code: text(record, 'postal', 'code') ?? text(record, 'postcode'),
    geoname_id:
      integer(record, 'city', 'geoname_id') ??
      integer(parts.at(-1), 'geoname_id') ??
      integer(record, 'country', 'geoname_id') ??
      integer(record, 'continent', 'geoname_id'),
    latitude: facts.latitude,
    longitude: facts.longitude,
    accuracy_radius_km: facts.accuracyRadiusKm,
    metro_code: integer(record, 'location', 'metro_code'),
    time_zone: facts.timeZone,
    country_confidence: integer(record, 'country', 'confidence'),
    subdivision_confidence: integer(parts[0], 'confidence'),
    city_confidence: integer(record, 'city', 'confidence'),
    postal_confidence: integer(record, 'postal', 'confidence'),
    is_anycast: facts.anycast,
    is_legitimate_proxy: isNested ? flagField(record, 'traits', 'is_legitimate_proxy') : undefined,
    static_ip_score: numberField(record, ['traits', 'static_ip_score'], 0, largest),
    user_type: text(record, 'traits', 'user_type'),
    ...networkRow(field(record, 'traits')),
    ...present<GeoFactRow>({
      connection_type: text(record, 'traits', 'connection_type'),
      domain: text(record, 'traits', 'domain'),
    }),
  });
}

/** ASN and ISP, and the traits of Enterprise. AS 0 says "not routed" (RFC 7607) and is nobody's. */
function networkRow(record: unknown): GeoFactRow {
  return present<GeoFactRow>({
    asn: numberField(record, ['autonomous_system_number'], 1, 4_294_967_295),
    as_organisation: text(record, 'autonomous_system_organization'),
    isp: text(record, 'isp'),
    organisation: text(record, 'organization'),
    mobile_country_code: text(record, 'mobile_country_code'),
    mobile_network_code: text(record, 'mobile_network_code'),
  });
}

function providerRow(record: unknown): GeoFactRow {
  return present<GeoFactRow>({
    anonymizer_confidence: integer(record, 'anonymizer_confidence'),
    provider_name: text(record, 'provider_name'),
    network_last_seen: day(record, 'network_last_seen'),
  });
}

function anonymousRow(record: unknown): GeoFactRow {
  const facts = anonymousFacts(record);
  return present<GeoFactRow>({
    is_anonymous: facts.isAnonymous,
    is_vpn: facts.isVpn,
    is_hosting: facts.isHosting,
    is_public_proxy: facts.isPublicProxy,
    is_residential_proxy: facts.isResidentialProxy,
    is_tor: facts.isTor,
    ...providerRow(record),
  });
}

/** What the records of each kind of database become, whatever file they come from. */
export const factRowOf: Readonly<Record<GeoKind, Maker>> = {
  city: cityRow,
  asn: networkRow,
  anonymous: anonymousRow,
  connection_type: (record) => present<GeoFactRow>({ connection_type: text(record, 'connection_type') }),
  domain: (record) => present<GeoFactRow>({ domain: text(record, 'domain') }),
  ip_risk: (record) => ({
    ...anonymousRow(record),
    ...present<GeoFactRow>({ ip_risk: numberField(record, ['ip_risk'], 0, 100) }),
  }),
  residential_proxy: providerRow,
  static_ip_score: (record) => present<GeoFactRow>({ static_ip_score: numberField(record, ['score'], 0, largest) }),
  user_count: (record) =>
    present<GeoFactRow>({
      ipv4_24_users: integer(record, 'ipv4_24'),
      ipv4_32_users: integer(record, 'ipv4_32'),
      ipv6_32_users: integer(record, 'ipv6_32'),
      ipv6_48_users: integer(record, 'ipv6_48'),
      ipv6_64_users: integer(record, 'ipv6_64'),
    }),
  density_income: (record) =>
    present<GeoFactRow>({
      average_income: integer(record, 'average_income'),
      population_density: integer(record, 'population_density'),
    }),
};
