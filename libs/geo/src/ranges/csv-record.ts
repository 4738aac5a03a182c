import type { GeoKind } from '#libs/contracts';

/** Cells by the names of their columns; an empty cell says nothing. */
export type CsvRow = Readonly<Record<string, string>>;

const number = (text: string | undefined): number | undefined =>
  text === undefined || text === '' ? undefined : Number(text);

const flag = (text: string | undefined): boolean => text === '1' || text === 'true';

const texts: ReadonlySet<string> = new Set([
  'autonomous_system_organization',
  'connection_type',
  'domain',
  'isp',
  'mobile_country_code',
  'mobile_network_code',
  'network_last_seen',
  'organization',
  'provider_name',
  'user_type',
]);

/** GeoIP2's CSV has the keys of the records of its .mmdb as columns; what is a number there is one here. */
function flatRecord(row: CsvRow): object {
  const fields = Object.entries(row).filter(([, cell]) => cell !== '');
  return Object.fromEntries(
    fields.map(([name, cell]) => {
      if (texts.has(name)) return [name, cell];
      return [name, name.startsWith('is_') ? flag(cell) : Number(cell)];
    }),
  );
}

const country = (place: CsvRow | undefined): object => ({
  iso_code: place?.['country_iso_code'],
  is_in_european_union: flag(place?.['is_in_european_union']),
});

/** The place of a City, Country or Enterprise row, in the shape of the record that the .mmdb has for it. */
function placeRecord(row: CsvRow, places: ReadonlyMap<string, CsvRow>): object {
  const at = (column: string): CsvRow | undefined => places.get(row[column] ?? '');
  const place = at('geoname_id');
  const largest = place?.['subdivision_1_name'] ?? '';
  return {
    // The number is that of the smallest place, whichever it is.
    city: {
      geoname_id: place === undefined ? undefined : number(row['geoname_id']),
      names: { en: place?.['city_name'] },
      confidence: number(row['city_confidence']),
    },
    continent: { code: place?.['continent_code'] },
    country: { ...country(place), confidence: number(row['country_confidence']) },
    registered_country: country(at('registered_country_geoname_id')),
    represented_country: country(at('represented_country_geoname_id')),
    subdivisions:
      largest === ''
        ? []
        : [
            {
              iso_code: place?.['subdivision_1_iso_code'],
              names: { en: largest },
              confidence: number(row['subdivision_1_confidence'] ?? row['subdivision_confidence']),
            },
          ],
    postal: { code: row['postal_code'], confidence: number(row['postal_confidence']) },
    location: {
      latitude: number(row['latitude']),
      longitude: number(row['longitude']),
      accuracy_radius: number(row['accuracy_radius']),
      metro_code: number(place?.['metro_code']),
      time_zone: place?.['time_zone'],
    },
    traits: flatRecord(row),
  };
}

/** What a row of a table of networks says, as a record of the .mmdb of that kind would. */
export function csvRecord(kind: GeoKind, row: CsvRow, places: ReadonlyMap<string, CsvRow>): object {
  return kind === 'city' ? placeRecord(row, places) : flatRecord(row);
}
