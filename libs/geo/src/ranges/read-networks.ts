import type { GeoKind, GeoLoadFile } from '#libs/contracts';
import { MmdbDefect } from '../mmdb-data.js';
import { walkMmdb } from '../mmdb-walk.js';
import { readTables, sortTables } from './csv-networks.js';
import { addRange, RangeList } from './disjoint.js';
import { FactBook } from './fact-book.js';
import { openGeoFiles, refuseFile, type GeoFiles } from './geo-files.js';
import { keysOfKind, kindOfType } from './kinds.js';
import { mmdbNetworks, mmdbRecords } from './mmdb-networks.js';
import type { Networks } from './network-tables.js';

/** What some files are, before they are read whole. */
interface Described {
  readonly path: string;
  readonly kind: GeoKind;
  readonly databaseType: string;
  readonly builtAt: Date;
}

/**
 * The networks of files of one kind, all in memory: some 50 bytes a network. Seconds of work in one piece: for a thread.
 * @param wanted the kind, where the files' own names and columns do not say it.
 * @throws VerdictError `not_found` or `invalid`, naming the file and what is wrong.
 */
export async function readNetworks(
  paths: readonly string[],
  wanted?: GeoKind,
): Promise<Networks & { readonly files: readonly GeoLoadFile[] }> {
  const opened = await openGeoFiles(paths);
  const sorted = await sortTables(opened.tables, wanted);
  const described = [...opened.databases.map((file) => describe(file, wanted)), ...sorted.blocks];
  const [first] = described;
  if (first === undefined) throw refuseFile(paths[0] ?? '', 'there is no table of networks in it');
  const other = described.find(({ kind }) => kind !== first.kind);
  if (other !== undefined)
    throw refuseFile(other.path, `it is about ${other.kind}, ${first.path} about ${first.kind}: load each by itself`);
  const facts = new FactBook(first.kind);
  const ranges = { ipv4: new RangeList<number>(), ipv6: new RangeList<bigint>() };
  for (const database of opened.databases) addDatabase(database, facts, ranges);
  await readTables(sorted, facts, ranges);
  const builtAt = described.map((one) => one.builtAt).reduce((one, next) => (next > one ? next : one));
  return {
    kind: first.kind,
    databaseType: first.databaseType,
    builtAt,
    files: opened.files,
    ...ranges,
    facts: facts.rows,
  };
}

function describe({ path, bytes }: GeoFiles['databases'][number], wanted: GeoKind | undefined): Described {
  const { type, keys, builtAt } = defectsOf(path, () => walkMmdb(bytes));
  const kind = wanted ?? kindOfType(type);
  if (kind === undefined) throw refuseFile(path, `it is a ${type} database, of no kind that is known: say the kind`);
  if (!keysOfKind[kind].some((key) => keys.has(key)))
    throw refuseFile(path, `it is a ${type} database, which has no ${kind} data`);
  return { path, kind, databaseType: type, builtAt };
}

function addDatabase(
  { path, bytes }: GeoFiles['databases'][number],
  facts: FactBook,
  ranges: { readonly ipv4: RangeList<number>; readonly ipv6: RangeList<bigint> },
): void {
  const recordAt = mmdbRecords(bytes);
  const numbers = new Map<number, number>();
  defectsOf(path, () => {
    for (const network of mmdbNetworks(bytes)) {
      let fact = numbers.get(network.record);
      if (fact === undefined) numbers.set(network.record, (fact = facts.numberOf(recordAt(network.record))));
      addRange(ranges, network, fact);
    }
  });
}

function defectsOf<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw error instanceof MmdbDefect ? refuseFile(path, error.message) : error;
  }
}
