type Value = string | number | boolean | bigint | null | undefined;
type Path = readonly (string | number)[];

/** Where MaxMind's records have what a column has: as the format's documentation names it, not as our loader reads it. */
const paths: Readonly<Record<string, readonly Path[]>> = {
  country: [['country', 'iso_code']],
  registered_country: [['registered_country', 'iso_code']],
  represented_country: [['represented_country', 'iso_code']],
  continent: [['continent', 'code']],
  subdivision: [['subdivisions', 0, 'names', 'en']],
  subdivision_code: [['subdivisions', 0, 'iso_code']],
  city: [['city', 'names', 'en']],
  postal_code: [['postal', 'code']],
  latitude: [['location', 'latitude']],
  longitude: [['location', 'longitude']],
  accuracy_radius_km: [['location', 'accuracy_radius']],
  metro_code: [['location', 'metro_code']],
  time_zone: [['location', 'time_zone']],
  country_confidence: [['country', 'confidence']],
  city_confidence: [['city', 'confidence']],
  asn: [['autonomous_system_number'], ['traits', 'autonomous_system_number']],
  as_organisation: [['autonomous_system_organization'], ['traits', 'autonomous_system_organization']],
  isp: [['isp'], ['traits', 'isp']],
  organisation: [['organization'], ['traits', 'organization']],
  mobile_country_code: [['mobile_country_code'], ['traits', 'mobile_country_code']],
  connection_type: [['connection_type'], ['traits', 'connection_type']],
  user_type: [['traits', 'user_type']],
  domain: [['domain'], ['traits', 'domain']],
  provider_name: [['provider_name']],
  network_last_seen: [['network_last_seen']],
  anonymizer_confidence: [['anonymizer_confidence']],
  ip_risk: [['ip_risk']],
  static_ip_score: [['score'], ['traits', 'static_ip_score']],
  ipv4_24_users: [['ipv4_24']],
  ipv6_48_users: [['ipv6_48']],
  average_income: [['average_income']],
  population_density: [['population_density']],
};
/** MaxMind writes a flag only where it holds. */
const flags: Readonly<Record<string, readonly Path[]>> = {
  is_anonymous: [['is_anonymous']],
  is_vpn: [['is_anonymous_vpn']],
  is_hosting: [['is_hosting_provider']],
  is_public_proxy: [['is_public_proxy']],
  is_residential_proxy: [['is_residential_proxy']],
  is_tor: [['is_tor_exit_node']],
};
export const columns = [...Object.keys(paths), ...Object.keys(flags)];

const at = (record: unknown, path: Path): Value =>
  path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], record) as Value;

const cell = (value: Value): string => (value === null || value === undefined ? '' : String(value));

/** The cells of a record in the order of `columns`, as text; a flag that does not hold is like one that is not known. */
export const cellsOf = (record: unknown): string =>
  [
    ...Object.values(paths).map((choices) =>
      cell(choices.map((path) => at(record, path)).find((one) => cell(one) !== '')),
    ),
    ...Object.values(flags).map((choices) => (choices.some((path) => at(record, path) === true) ? 'true' : '')),
  ].join('|');

/** A cell of the warehouse's, or of a staged fact, in the same text. */
export const cellText = (name: string, value: string | null | undefined): string => {
  const text = value ?? '';
  if (name in flags) return text === 'true' ? text : '';
  return text !== '' && /^(latitude|longitude|ip_risk|static_ip_score)$/.test(name) ? String(Number(text)) : text;
};
