import { MmdbData, MmdbDefect } from './mmdb-data.js';
import type { MmdbValue } from './mmdb-data.js';

export interface MmdbSummary {
  readonly type: string;
  readonly ipVersion: 4 | 6;
  readonly builtAt: Date;
  readonly nodes: number;
  /** Keys of the records, of a first thousand: what the database is about. */
  readonly keys: ReadonlySet<string>;
}

const metadataMarker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
/** The marker is looked for in the last 128 KiB, says the format. */
const metadataReach = 131_072;
/** Between tree and data: sixteen zero bytes. */
const separator = 16;
/** After this century is an overflow, not a date. */
const latestBuild = Date.UTC(2100, 0, 1) / 1000;

interface Layout {
  readonly type: string;
  readonly ipVersion: 4 | 6;
  readonly builtAt: Date;
  readonly nodeCount: number;
  readonly recordSize: 24 | 28 | 32;
  readonly dataStart: number;
  readonly dataEnd: number;
}

function readLayout(buffer: Buffer): Layout {
  const from = Math.max(0, buffer.length - metadataReach);
  const marker = buffer.subarray(from).lastIndexOf(metadataMarker);
  if (marker < 0) throw new MmdbDefect('it is no MaxMind DB file: the mark before its metadata is missing');
  const start = from + marker + metadataMarker.length;
  const section = new MmdbData(buffer, start, buffer.length);
  section.check(start);
  const metadata = section.value(start);
  if (typeof metadata !== 'object' || Array.isArray(metadata) || metadata instanceof Uint8Array)
    throw new MmdbDefect('its metadata is no map');

  const number = (key: string): number => {
    const value: MmdbValue | undefined = metadata[key];
    if (typeof value !== 'number' && typeof value !== 'bigint')
      throw new MmdbDefect(`its metadata has no number ${key}`);
    return Number(value);
  };
  const recordSize = number('record_size');
  const ipVersion = number('ip_version');
  const built = number('build_epoch');
  const nodeCount = number('node_count');
  const type = metadata['database_type'];
  if (number('binary_format_major_version') !== 2) throw new MmdbDefect('its format is not version 2');
  if (recordSize !== 24 && recordSize !== 28 && recordSize !== 32)
    throw new MmdbDefect(`its record_size is ${recordSize}, not 24, 28 or 32`);
  if (ipVersion !== 4 && ipVersion !== 6) throw new MmdbDefect(`its ip_version is ${ipVersion}, not 4 or 6`);
  if (!(built <= latestBuild)) throw new MmdbDefect('its build_epoch is no plausible time');
  if (typeof type !== 'string') throw new MmdbDefect('its metadata has no text database_type');
  const dataStart = (nodeCount * recordSize) / 4 + separator;
  const dataEnd = from + marker;
  if (nodeCount < 1 || dataStart > dataEnd) throw new MmdbDefect('its search tree ends outside the file');
  if (buffer.subarray(dataStart - separator, dataStart).some((byte) => byte !== 0))
    throw new MmdbDefect('its search tree and data are not apart where node_count says');
  return { type, ipVersion, builtAt: new Date(built * 1000), nodeCount, recordSize, dataStart, dataEnd };
}

type ReadRecord = (node: number, side: number) => number;

/** Plain arithmetic on bytes: several times faster than readUIntBE, and the tree is most of the work. */
function recordReader(buffer: Buffer, recordSize: Layout['recordSize']): ReadRecord {
  const three = (at: number): number => buffer[at]! * 65_536 + buffer[at + 1]! * 256 + buffer[at + 2]!;
  if (recordSize === 24) return (node, side) => three(node * 6 + side * 3);
  if (recordSize === 32) return (node, side) => three(node * 8 + side * 4) * 256 + buffer[node * 8 + side * 4 + 3]!;
  return (node, side) => {
    const middle = buffer[node * 7 + 3]!;
    const high = side === 0 ? middle >> 4 : middle & 0x0f;
    return high * 0x1000000 + three(node * 7 + side * 4);
  };
}

const unseen = 0;
const onPath = 255;
const nodesBetweenPauses = 50_000;

/**
 * Walks the whole search tree and every record that it leads to; opening a file checks neither. Memory: one byte a
 * node. Time grows with the nodes and the records, each is seen once (networks that share a subtree, such as 6to4 and
 * IPv4, share its check). Yields now and then so that the caller can see to a deadline and to other work.
 *
 * @throws MmdbDefect: the message says what is wrong, after the name of the file.
 */
export function* walkMmdb(buffer: Buffer): Generator<void, MmdbSummary> {
  const { type, ipVersion, builtAt, nodeCount, recordSize, dataStart, dataEnd } = readLayout(buffer);
  const read = recordReader(buffer, recordSize);
  const data = new MmdbData(buffer, dataStart, dataEnd);
  const bits = ipVersion === 4 ? 32 : 128;
  /** Levels below and with a node once it is done: 1 to 128; `onPath` while its subtree is walked. */
  const heights = new Uint8Array(nodeCount);
  const seenData = new Uint8Array(Math.ceil((dataEnd - dataStart) / 8));
  const keys = new Set<string>();
  let keysWanted = 1000;

  // The path from the root to the node at hand: its nodes, their next side, the height found so far.
  const path = new Uint32Array(bits);
  const sides = new Uint8Array(bits);
  const tallest = new Uint8Array(bits);
  let depth = 0;
  heights[0] = onPath;
  let visited = 1;
  while (depth >= 0) {
    const node = path[depth]!;
    if (sides[depth] === 2) {
      const height = tallest[depth]! + 1;
      heights[node] = height;
      depth -= 1;
      if (depth >= 0 && height > tallest[depth]!) tallest[depth] = height;
      continue;
    }
    const record = read(node, sides[depth]!++);
    if (record === nodeCount) continue;
    if (record > nodeCount) {
      const offset = record - nodeCount - separator;
      if (offset < 0 || dataStart + offset >= dataEnd)
        throw new MmdbDefect('its search tree leads to a record outside the data');
      const mark = 1 << (offset & 7);
      if (seenData[offset >> 3]! & mark) continue;
      seenData[offset >> 3]! |= mark;
      data.check(dataStart + offset);
      if (keysWanted-- > 0) for (const key of topKeys(data.value(dataStart + offset))) keys.add(key);
      continue;
    }
    const height = heights[record]!;
    if (height === onPath) throw new MmdbDefect('its search tree leads back to itself');
    if (depth + 1 + Math.max(1, height) > bits)
      throw new MmdbDefect('its search tree is deeper than an address has bits');
    if (height !== unseen) {
      if (height > tallest[depth]!) tallest[depth] = height;
      continue;
    }
    depth += 1;
    path[depth] = record;
    sides[depth] = 0;
    tallest[depth] = 0;
    heights[record] = onPath;
    if (++visited % nodesBetweenPauses === 0) yield;
  }
  if (visited < nodeCount) throw new MmdbDefect(`${nodeCount - visited} nodes of its search tree are never reached`);
  return { type, ipVersion, builtAt, nodes: nodeCount, keys };
}

const topKeys = (record: MmdbValue): string[] =>
  typeof record === 'object' && !Array.isArray(record) && !(record instanceof Uint8Array) ? Object.keys(record) : [];
