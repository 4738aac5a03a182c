import type { GeoKind, GeoLoadFile } from '#libs/contracts';
import { ThreadOverrun, threadItems } from '#libs/threads';
import { refuseFile } from './geo-files.js';
import type { NetworkLines } from './network-tables.js';

/** What files say of themselves. */
export interface NetworkSource {
  readonly kind: GeoKind;
  readonly databaseType: string;
  /** RFC 3339. */
  readonly builtAt: string;
  readonly files: readonly GeoLoadFile[];
}

/** First what the files are, then the rows of what is in them. */
export type NetworkItem = NetworkSource | NetworkLines;

/** The largest databases on sale have some fifteen million networks: a minute and 2 GB. */
const milliseconds = 600_000;
const heapMegabytes = 4_096;
const thread = new URL('./networks.thread.js', import.meta.url);

/**
 * Reads databases in a thread of its own, within limits of time and memory: .mmdb files, GeoIP2's CSV as .zip, folder or
 * files. Several of one kind are one database; the first that knows a network has it.
 * @throws VerdictError `not_found` or `invalid`, naming the file and what is wrong.
 */
export async function* networksOf(
  paths: readonly string[],
  { kind, signal }: { readonly kind?: GeoKind | undefined; readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<NetworkItem> {
  const limits = { milliseconds, heapMegabytes, ...(signal === undefined ? {} : { signal }) };
  try {
    yield* threadItems<NetworkItem>(thread, { paths, kind }, limits);
  } catch (error) {
    throw error instanceof ThreadOverrun ? refuseFile(paths.join(', '), error.message) : error;
  }
}
