import { stat } from 'node:fs/promises';
import { mmdbAsnSource, type AsnSource } from './asn-source.js';
import { cityAttribution, defaultCityPaths, isDefaultCity, loadDefaultAsn } from './default-files.js';
import type { GeoDatabase, GeoRole } from './geo-lookup.js';
import { refusal } from './mmdb-check.js';
import { fileName, openMmdb, type MmdbFile } from './mmdb-file.js';
import { patiently } from './patiently.js';

/** What a file gives the look-up once it is opened. */
export interface GeoPart {
  readonly database: GeoDatabase;
  readonly city?: MmdbFile;
  readonly asn?: AsnSource;
  readonly anonymous?: MmdbFile;
}

/** A file, or what stands for one, that answers for a role. */
export interface GeoSource {
  readonly role: GeoRole;
  readonly path: string;
  /** Another text when another file lies there, or when the same one was written to; never throws. */
  signature(): Promise<string>;
  /** @throws VerdictError `not_found` or `invalid`. */
  open(): Promise<GeoPart>;
}

export interface GeoOptions {
  /** City, Country or Enterprise files; the first that knows an address answers. The default files unless given. */
  readonly cityPaths?: readonly string[] | undefined;
  /** A GeoLite2-ASN or GeoIP2-ISP file. The default networks unless given. */
  readonly asnPath?: string | undefined;
  /** A GeoIP2 Anonymous-IP or Anonymous-Plus file. Without one, hosting is known by `hostingNetworks` only. */
  readonly anonymousPath?: string | undefined;
}

/** In the order in which they are asked. */
export function geoSources({ cityPaths, asnPath, anonymousPath }: GeoOptions): GeoSource[] {
  return [
    ...(cityPaths?.map(citySource) ?? defaultCities()),
    asnPath === undefined ? defaultAsn : mmdbSource('asn', asnPath, (file) => ({ asn: mmdbAsnSource(file) })),
    ...(anonymousPath === undefined ? [] : [mmdbSource('anonymous', anonymousPath, (file) => ({ anonymous: file }))]),
  ];
}

const citySource = (path: string): GeoSource => mmdbSource('city', path, (file) => ({ city: file }));

/** An installation without the package has no default files, which is for `open` to say. */
function defaultCities(): GeoSource[] {
  try {
    return defaultCityPaths().map(citySource);
  } catch (error) {
    return [{ ...installed, role: 'city', path: 'the default files', open: () => Promise.reject(error) }];
  }
}

function mmdbSource(role: GeoRole, path: string, partOf: (file: MmdbFile) => Omit<GeoPart, 'database'>): GeoSource {
  const signature = patiently(() => fileSignature(path), patienceMs, silent);
  return {
    role,
    path,
    signature,
    open: async () => {
      // A thread that opens it would hang as well, and with it the end of the process.
      if ((await signature()) === silent) throw refusal(role, path, 'missing', `its disk is ${silent}`);
      const file = await openMmdb(role, path);
      return { database: described(role, file), ...partOf(file) };
    },
  };
}

const patienceMs = 5_000;
const silent = 'silent';

/** What comes with the installation never changes under a running process. */
const installed = { signature: () => Promise.resolve('installed') };

const defaultAsn: GeoSource = {
  ...installed,
  role: 'asn',
  path: 'the default networks',
  open: async () => {
    const { source, database } = await loadDefaultAsn();
    return { asn: source, database };
  },
};

/** A copy over a file changes its time and perhaps its size, a rename its inode. */
const fileSignature = (path: string): Promise<string> =>
  stat(path, { bigint: true }).then(
    ({ dev, ino, size, mtimeNs }) => `${dev}:${ino}:${size}:${mtimeNs}`,
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );

const described = (role: GeoRole, file: MmdbFile): GeoDatabase => ({
  role,
  file: fileName(file),
  type: file.type,
  builtAt: file.builtAt.toISOString(),
  sha256: file.sha256,
  ...(isDefaultCity(file.path) ? { attribution: cityAttribution } : {}),
});
