import { geoKinds, type GeoKind } from '#libs/contracts';

/** A record of the kind has at least one of these keys. */
export const keysOfKind: Readonly<Record<GeoKind, readonly string[]>> = {
  city: ['country', 'country_code', 'registered_country', 'represented_country', 'city', 'location', 'continent'],
  asn: ['autonomous_system_number', 'isp', 'organization'],
  anonymous: ['is_anonymous', 'is_anonymous_vpn', 'is_hosting_provider', 'is_public_proxy', 'is_tor_exit_node'],
  connection_type: ['connection_type'],
  domain: ['domain'],
  ip_risk: ['ip_risk'],
  residential_proxy: ['anonymizer_confidence', 'provider_name', 'network_last_seen'],
  static_ip_score: ['score'],
  user_count: ['ipv4_24', 'ipv4_32', 'ipv6_32', 'ipv6_48', 'ipv6_64'],
  density_income: ['average_income', 'population_density'],
};

/** MaxMind's names of its databases: GeoIP2-Precision-Enterprise-Shield, GeoLite2-ASN, dbip-city-lite. */
const names: readonly [GeoKind, RegExp][] = [
  ['city', /city|country|enterprise/i],
  ['asn', /\basn\b|\bisp\b/i],
  ['anonymous', /anonymous/i],
  ['connection_type', /connection-type/i],
  ['domain', /domain/i],
  ['ip_risk', /ip-risk/i],
  ['residential_proxy', /residential-proxy/i],
  ['static_ip_score', /static-ip-score/i],
  ['user_count', /user-count/i],
  ['density_income', /densityincome/i],
];

/** The kind of a database by its `database_type`; undefined for a name that says nothing. */
export const kindOfType = (type: string): GeoKind | undefined => names.find(([, name]) => name.test(type))?.[0];

/** The kind of a table of networks by the names of its columns: those of GeoIP2's CSV are the keys of its records. */
export function kindOfColumns(columns: readonly string[]): GeoKind | undefined {
  if (columns.includes('geoname_id')) return 'city';
  const has = (kind: GeoKind): boolean => keysOfKind[kind].some((key) => columns.includes(key));
  // An IP-Risk table has the flags of Anonymous IP too, and Anonymous Plus has the columns of Residential Proxy.
  return mostTellingFirst.find(has);
}

const mostTellingFirst = ['ip_risk', ...geoKinds.filter((kind) => kind !== 'ip_risk')] as const;
