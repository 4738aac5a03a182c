import type { GeoKind } from '#libs/contracts';
import { fromBytes, ipHex, ipv4Number, lastAddress, parseNetwork } from '#libs/ip';
import { csvLines } from './csv-lines.js';
import { csvRecord, type CsvRow } from './csv-record.js';
import { addRange, type RangeList } from './disjoint.js';
import type { FactBook } from './fact-book.js';
import { refuseFile, type CsvTable } from './geo-files.js';
import type { IpRange } from './ip-range.js';
import { keysOfKind, kindOfColumns } from './kinds.js';

interface Blocks extends CsvTable {
  readonly kind: GeoKind;
  readonly databaseType: string;
  readonly builtAt: Date;
}

export interface SortedTables {
  /** The tables of networks. */
  readonly blocks: readonly Blocks[];
  /** Those of places, in English where there is a choice. */
  readonly locations: readonly CsvTable[];
}

const mostRows = 60_000_000;

/** Tells tables of networks and of places apart by their first lines. @throws VerdictError `invalid` */
export async function sortTables(tables: readonly CsvTable[], wanted?: GeoKind): Promise<SortedTables> {
  const blocks: Blocks[] = [];
  const locations: CsvTable[] = [];
  for (const table of tables) {
    const columns = await header(table);
    if (columns[0] === 'geoname_id') locations.push(table);
    else if (columns[0] === 'network') {
      const kind = wanted ?? kindOfColumns(columns);
      if (kind === undefined) throw refuseFile(table.path, `${table.name} has no column that says what it is about`);
      if (kind !== 'city' && !keysOfKind[kind].some((key) => columns.includes(key)))
        throw refuseFile(table.path, `${table.name} has no ${kind} data`);
      const databaseType = table.name.replace(/(-Blocks.*)?\.csv$/i, '');
      blocks.push({ ...table, kind, databaseType, builtAt: table.at });
    } else throw refuseFile(table.path, `${table.name} begins with neither a network nor a geoname_id`);
  }
  const english = locations.filter(({ name }) => /-en\.csv$/i.test(name));
  return { blocks, locations: english.length > 0 ? english : locations.slice(0, 1) };
}

/** Adds what the tables say to the facts and ranges. */
export async function readTables(
  { blocks, locations }: SortedTables,
  facts: FactBook,
  ranges: { readonly ipv4: RangeList<number>; readonly ipv6: RangeList<bigint> },
): Promise<void> {
  const places = new Map<string, CsvRow>();
  for (const table of locations)
    for await (const { row } of rows(table)) {
      const id = row()['geoname_id'] ?? '';
      places.set(id, row());
    }
  for (const table of blocks) {
    /** By the line without its network: most lines repeat another one's. */
    const numbers = new Map<string, number>();
    for await (const { number, network, rest, row } of rows(table)) {
      const range = rangeOf(network);
      if (range === undefined) throw refuseFile(table.path, `${table.name}, line ${number}: ${network} is no network`);
      let fact = numbers.get(rest);
      if (fact === undefined) numbers.set(rest, (fact = facts.numberOf(csvRecord(table.kind, row(), places))));
      addRange(ranges, range, fact);
    }
  }
}

async function header(table: CsvTable): Promise<readonly string[]> {
  const stream = await table.stream();
  try {
    for await (const { cells } of csvLines(stream)) return cells;
  } catch (error) {
    throw refusal(table, error);
  } finally {
    stream.destroy();
  }
  return [];
}

interface Row {
  readonly number: number;
  readonly network: string;
  readonly rest: string;
  readonly row: () => CsvRow;
}

async function* rows(table: CsvTable): AsyncGenerator<Row> {
  let columns: readonly string[] | undefined;
  try {
    for await (const { number, text, cells } of csvLines(await table.stream())) {
      if (columns === undefined) {
        columns = cells;
        continue;
      }
      if (cells.length !== columns.length)
        throw new RangeError(`line ${number} has ${cells.length} cells, not ${columns.length}`);
      if (number > mostRows) throw new RangeError(`it has more than ${mostRows} lines`);
      const names = columns;
      const row = (): CsvRow => Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
      yield { number, network: cells[0] ?? '', rest: text.slice(text.indexOf(',')), row };
    }
  } catch (error) {
    throw refusal(table, error);
  }
}

/** What zlib and the lines have to say is about the file; anything else is not. */
function refusal(table: CsvTable, error: unknown): unknown {
  const isFile = error instanceof RangeError || (error as NodeJS.ErrnoException).code?.startsWith('Z_') === true;
  return isFile ? refuseFile(table.path, `${table.name}: ${(error as Error).message}`) : error;
}

function rangeOf(text: string): IpRange | undefined {
  const fast = ipv4RangeOf(text);
  if (fast !== undefined) return fast;
  const network = parseNetwork(text);
  if (network === undefined) return undefined;
  const last = lastAddress(network);
  const [from, to] = [ipv4Number(network.first), ipv4Number(last)];
  if (from !== undefined && to !== undefined) return { version: 4, first: from, last: to };
  return { version: 6, first: BigInt(`0x${ipHex(network.first)}`), last: BigInt(`0x${ipHex(last)}`) };
}

/** A network of IPv4 by plain arithmetic: there are millions. What it does not take is parsed with more care. */
function ipv4RangeOf(text: string): IpRange | undefined {
  const [, a, b, c, d, prefix] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text) ?? [];
  const bytes = [a, b, c, d].map(Number);
  const size = 2 ** (32 - Number(prefix));
  if (bytes.some((byte) => !(byte <= 255)) || !(size >= 1)) return undefined;
  const address = ipv4Number(fromBytes(bytes));
  if (address === undefined || address % size !== 0) return undefined;
  return { version: 4, first: address, last: address + size - 1 };
}
