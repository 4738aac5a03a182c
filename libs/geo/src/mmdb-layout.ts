import { MmdbData, MmdbDefect } from './mmdb-data.js';
import type { MmdbValue } from './mmdb-data.js';

const metadataMarker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
/** The marker is looked for in the last 128 KiB, says the format. */
const metadataReach = 131_072;
/** Between tree and data: sixteen zero bytes. */
export const separator = 16;
/** After this century is an overflow, not a date. */
const latestBuild = Date.UTC(2100, 0, 1) / 1000;

/** Where the parts of a file are. */
export interface Layout {
  readonly type: string;
  readonly ipVersion: 4 | 6;
  readonly builtAt: Date;
  readonly nodeCount: number;
  readonly recordSize: 24 | 28 | 32;
  readonly dataStart: number;
  readonly dataEnd: number;
}

/** @throws MmdbDefect */
export function readLayout(buffer: Buffer): Layout {
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

/** `side` is 0 for the left record of a node, 1 for the right one. */
export type ReadRecord = (node: number, side: number) => number;

/** Plain arithmetic on bytes: several times faster than readUIntBE, and the tree is most of the work. */
export function recordReader(buffer: Buffer, recordSize: Layout['recordSize']): ReadRecord {
  const three = (at: number): number => buffer[at]! * 65_536 + buffer[at + 1]! * 256 + buffer[at + 2]!;
  if (recordSize === 24) return (node, side) => three(node * 6 + side * 3);
  if (recordSize === 32) return (node, side) => three(node * 8 + side * 4) * 256 + buffer[node * 8 + side * 4 + 3]!;
  return (node, side) => {
    const middle = buffer[node * 7 + 3]!;
    const high = side === 0 ? middle >> 4 : middle & 0x0f;
    return high * 0x1000000 + three(node * 7 + side * 4);
  };
}
