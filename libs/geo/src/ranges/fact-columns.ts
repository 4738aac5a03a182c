/** What the warehouse knows of a network: a column each, NULL where the database says nothing. */
export const geoFactColumns = {
  /** Where the address is used; ISO 3166-1 alpha-2, like the next two. */
  country: 'text',
  /** Where its network is registered. */
  registered_country: 'text',
  /** For whom it is used, such as an army abroad. */
  represented_country: 'text',
  /** Two letters, as in EU. */
  continent: 'text',
  is_in_european_union: 'boolean',
  /** The largest part of the country, English name and ISO 3166-2 code without the country's. */
  subdivision: 'text',
  subdivision_code: 'text',
  city: 'text',
  postal_code: 'text',
  /** GeoNames' number of the smallest place that is known. */
  geoname_id: 'integer',
  latitude: 'double',
  longitude: 'double',
  accuracy_radius_km: 'integer',
  metro_code: 'integer',
  time_zone: 'text',
  /** Percent. */
  country_confidence: 'integer',
  subdivision_confidence: 'integer',
  city_confidence: 'integer',
  postal_confidence: 'integer',
  is_anycast: 'boolean',
  is_legitimate_proxy: 'boolean',
  asn: 'integer',
  as_organisation: 'text',
  isp: 'text',
  organisation: 'text',
  mobile_country_code: 'text',
  mobile_network_code: 'text',
  connection_type: 'text',
  user_type: 'text',
  domain: 'text',
  is_anonymous: 'boolean',
  is_vpn: 'boolean',
  is_hosting: 'boolean',
  is_public_proxy: 'boolean',
  is_residential_proxy: 'boolean',
  is_tor: 'boolean',
  anonymizer_confidence: 'integer',
  provider_name: 'text',
  network_last_seen: 'date',
  ip_risk: 'double',
  static_ip_score: 'double',
  /** Users behind the address's /24, the address itself, its /32, /48 and /64. */
  ipv4_24_users: 'integer',
  ipv4_32_users: 'integer',
  ipv6_32_users: 'integer',
  ipv6_48_users: 'integer',
  ipv6_64_users: 'integer',
  /** US dollars a year, and people per square kilometre. */
  average_income: 'integer',
  population_density: 'integer',
} as const satisfies Readonly<Record<string, 'text' | 'integer' | 'double' | 'boolean' | 'date'>>;

interface ValueOf {
  readonly text: string;
  readonly date: string;
  readonly integer: number;
  readonly double: number;
  readonly boolean: boolean;
}

/** A row of the facts; a date is YYYY-MM-DD. */
export type GeoFactRow = { readonly [Name in keyof typeof geoFactColumns]?: ValueOf[(typeof geoFactColumns)[Name]] };
