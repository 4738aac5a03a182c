import { VerdictError } from '#libs/errors';
import type { AsnSource } from './asn-source.js';
import { mmdbAsnSource } from './asn-source.js';
import { cityAttribution, defaultCityPaths, isDefaultCity, loadDefaultAsn } from './default-files.js';
import { DatabaseGeoLookup } from './database-geo-lookup.js';
import type { GeoDatabase, GeoLookup, GeoProblem, GeoRole } from './geo-lookup.js';
import { fileName, openMmdb } from './mmdb-file.js';
import type { MmdbFile } from './mmdb-file.js';

export interface GeoOptions {
  /** City, Country or Enterprise files; the first that knows an address answers. The default files unless given. */
  readonly cityPaths?: readonly string[] | undefined;
  /** A GeoLite2-ASN or GeoIP2-ISP file. The default networks unless given. */
  readonly asnPath?: string | undefined;
  /** A GeoIP2 Anonymous-IP or Anonymous-Plus file. Without one, hosting is known by `hostingNetworks` only. */
  readonly anonymousPath?: string | undefined;
  /** `throw` (unless given) at the first file that cannot be used, or `degrade`: go on without it, and say so in `status()`. */
  readonly onFailure?: 'throw' | 'degrade' | undefined;
}

const described = (role: GeoRole, file: MmdbFile): GeoDatabase => ({
  role,
  file: fileName(file),
  type: file.type,
  builtAt: file.builtAt.toISOString(),
  ...(isDefaultCity(file.path) ? { attribution: cityAttribution } : {}),
});

/**
 * Opens and checks the databases. Takes seconds and some hundred megabytes with large files; look-ups are then in memory.
 *
 * @throws VerdictError `not_found` or `invalid`, naming the file and what is wrong, unless `onFailure` is `degrade`.
 */
export async function openGeo(options: GeoOptions = {}): Promise<GeoLookup> {
  const databases: GeoDatabase[] = [];
  const problems: GeoProblem[] = [];

  const attempt = async <Opened>(
    role: GeoRole,
    path: string,
    load: () => Promise<Opened>,
  ): Promise<Opened | undefined> => {
    try {
      return await load();
    } catch (error) {
      if (options.onFailure !== 'degrade' || !(error instanceof VerdictError)) throw error;
      const status = error.kind === 'not_found' ? 'missing' : 'corrupt';
      problems.push({ role, path, status, reason: error.message });
      return undefined;
    }
  };
  const openFile = async (role: GeoRole, path: string): Promise<MmdbFile | undefined> => {
    const file = await attempt(role, path, () => openMmdb(role, path));
    if (file) databases.push(described(role, file));
    return file;
  };

  const cities: MmdbFile[] = [];
  const cityPaths = options.cityPaths ?? (await attempt('city', 'the default files', async () => defaultCityPaths()));
  for (const path of cityPaths ?? []) {
    const file = await openFile('city', path);
    if (file) cities.push(file);
  }
  let asn: AsnSource | undefined;
  if (options.asnPath === undefined) {
    const loaded = await attempt('asn', 'the default networks', () => loadDefaultAsn());
    asn = loaded?.source;
    if (loaded) databases.push(loaded.database);
  } else {
    const file = await openFile('asn', options.asnPath);
    asn = file && mmdbAsnSource(file);
  }
  const anonymous =
    options.anonymousPath === undefined ? undefined : await openFile('anonymous', options.anonymousPath);
  return new DatabaseGeoLookup({ cities, asn, anonymous }, databases, problems);
}
