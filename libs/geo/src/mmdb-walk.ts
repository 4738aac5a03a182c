import { MmdbData, MmdbDefect } from './mmdb-data.js';
import type { MmdbValue } from './mmdb-data.js';
import { readLayout, recordReader, separator } from './mmdb-layout.js';

export interface MmdbSummary {
  readonly type: string;
  readonly ipVersion: 4 | 6;
  readonly builtAt: Date;
  readonly nodes: number;
  /** Keys of the records, of a first thousand: what the database is about. */
  readonly keys: ReadonlySet<string>;
}

const unseen = 0;
const onPath = 255;

/**
 * Walks the whole search tree and every record that it leads to; opening a file checks neither. Memory: one byte a
 * node. Time grows with the nodes and the records, each is seen once (networks that share a subtree, such as 6to4 and
 * IPv4, share its check).
 *
 * @throws MmdbDefect: the message says what is wrong, after the name of the file.
 */
export function walkMmdb(buffer: Buffer): MmdbSummary {
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
    visited += 1;
  }
  if (visited < nodeCount) throw new MmdbDefect(`${nodeCount - visited} nodes of its search tree are never reached`);
  return { type, ipVersion, builtAt, nodes: nodeCount, keys };
}

const topKeys = (record: MmdbValue): string[] =>
  typeof record === 'object' && !Array.isArray(record) && !(record instanceof Uint8Array) ? Object.keys(record) : [];
