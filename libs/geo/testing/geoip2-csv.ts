/** A network in CIDR notation and the record that the .mmdb has for it. */
export type Located = readonly [network: string, record: unknown];

type Row = Readonly<Record<string, unknown>>;

const at = (record: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Row | undefined)?.[key as string], record);

/** A place of the table of those, by what its row says: the same place in two networks is one row. */
class Places {
  private readonly ids = new Map<string, number>();
  readonly rows: Row[] = [];

  /** Empty where nothing is known. */
  id(row: Row): unknown {
    if (Object.values(row).every((value) => value === undefined)) return '';
    const text = JSON.stringify(row);
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    const geoname_id = this.ids.size + 1;
    this.ids.set(text, geoname_id);
    this.rows.push({ geoname_id, locale_code: 'en', ...row });
    return geoname_id;
  }
}

const countryOf = (country: unknown): Row => ({
  country_iso_code: at(country, 'iso_code'),
  country_name: at(country, 'names', 'en'),
  is_in_european_union: at(country, 'is_in_european_union') === true ? 1 : undefined,
});

const placeOf = (record: unknown): Row => ({
  continent_code: at(record, 'continent', 'code'),
  ...countryOf(at(record, 'country')),
  subdivision_1_iso_code: at(record, 'subdivisions', 0, 'iso_code'),
  subdivision_1_name: at(record, 'subdivisions', 0, 'names', 'en'),
  city_name: at(record, 'city', 'names', 'en'),
  metro_code: at(record, 'location', 'metro_code'),
  time_zone: at(record, 'location', 'time_zone'),
});

const block = (record: unknown, places: Places): Row => ({
  geoname_id: places.id(placeOf(record)),
  registered_country_geoname_id: places.id(countryOf(at(record, 'registered_country'))),
  represented_country_geoname_id: places.id(countryOf(at(record, 'represented_country'))),
  postal_code: at(record, 'postal', 'code'),
  latitude: at(record, 'location', 'latitude'),
  longitude: at(record, 'location', 'longitude'),
  accuracy_radius: at(record, 'location', 'accuracy_radius'),
  country_confidence: at(record, 'country', 'confidence'),
  subdivision_1_confidence: at(record, 'subdivisions', 0, 'confidence'),
  city_confidence: at(record, 'city', 'confidence'),
  postal_confidence: at(record, 'postal', 'confidence'),
  ...(at(record, 'traits') as Row | undefined),
});

/** Tables as MaxMind documents them (https://dev.maxmind.com/geoip/docs/databases/): blocks of IPv4 and of IPv6, and places. */
export function geoip2Csv(
  name: string,
  networks: readonly Located[],
): { readonly name: string; readonly bytes: Buffer }[] {
  const places = new Places();
  const isPlaced = /City|Country|Enterprise/.test(name);
  const rows = networks.map(([network, record]): Row => ({
    network,
    ...(isPlaced ? block(record, places) : (record as Row)),
  }));
  const columns = [...new Set(['network', ...rows.flatMap((row) => Object.keys(row))])];
  const isIpv6 = ({ network }: Row): boolean => String(network).includes(':');
  const tables = [
    {
      name: `${name}-Blocks-IPv4.csv`,
      bytes: table(
        columns,
        rows.filter((row) => !isIpv6(row)),
      ),
    },
    { name: `${name}-Blocks-IPv6.csv`, bytes: table(columns, rows.filter(isIpv6)) },
  ];
  if (!isPlaced) return tables;
  const placeColumns = [...new Set(['geoname_id', ...places.rows.flatMap((row) => Object.keys(row))])];
  return [...tables, { name: `${name}-Locations-en.csv`, bytes: table(placeColumns, places.rows) }];
}

const table = (columns: readonly string[], rows: readonly Row[]): Buffer =>
  Buffer.from([columns.join(','), ...rows.map((row) => columns.map((name) => cell(row[name])).join(','))].join('\n'));

function cell(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
