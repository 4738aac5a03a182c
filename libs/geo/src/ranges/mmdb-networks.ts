import { MmdbData, MmdbDefect } from '../mmdb-data.js';
import { readLayout, recordReader, separator, type Layout, type ReadRecord } from '../mmdb-layout.js';
import type { IpRange } from './ip-range.js';

/** A range of one record, and where in the data the record is. */
export type MmdbNetwork = IpRange & { readonly record: number };

/** A tree whose nodes are shared without end has more networks than nodes; the largest on sale has some 15 million. */
const mostNetworks = 60_000_000;

/** Below these a tree of IPv6 stands for IPv4: as it is, mapped, Teredo and 6to4. `geoAddress` looks those up as IPv4. */
const ipv4Places: ReadonlyMap<number, bigint> = new Map([
  [16, 0x2002n << 112n],
  [32, 0x2001_0000n << 96n],
]);
const deepIpv4Places: ReadonlySet<bigint> = new Set([0n, 0xffffn << 32n]);

/**
 * The networks of a file that was walked (`walkMmdb`), in the order of their addresses, IPv4 before IPv6. They never
 * overlap: a tree has one record an address.
 * @throws MmdbDefect when there is no end of them.
 */
export function* mmdbNetworks(bytes: Buffer, most = mostNetworks): Generator<MmdbNetwork> {
  const layout = readLayout(bytes);
  const read = recordReader(bytes, layout.recordSize);
  let networks = 0;
  for (const network of layout.ipVersion === 4 ? ipv4Networks(layout, read, 0) : bothNetworks(layout, read)) {
    if (++networks > most) throw new MmdbDefect(`it has more than ${most} networks`);
    yield network;
  }
}

/** What is in the data at the place that a network names. */
export function mmdbRecords(bytes: Buffer): (record: number) => unknown {
  const { dataStart, dataEnd } = readLayout(bytes);
  const data = new MmdbData(bytes, dataStart, dataEnd);
  return (record) => data.value(dataStart + record);
}

const recordOf = ({ nodeCount }: Layout, value: number): number => value - nodeCount - separator;

function* bothNetworks(layout: Layout, read: ReadRecord): Generator<MmdbNetwork> {
  const { nodeCount } = layout;
  let ipv4 = 0;
  for (let bit = 0; bit < 96 && ipv4 < nodeCount; bit++) ipv4 = read(ipv4, 0);
  if (ipv4 < nodeCount) yield* ipv4Networks(layout, read, ipv4);
  else if (ipv4 > nodeCount) yield { version: 4, first: 0, last: 2 ** 32 - 1, record: recordOf(layout, ipv4) };
  yield* ipv6Networks(layout, read);
}

function* ipv4Networks(layout: Layout, read: ReadRecord, root: number): Generator<MmdbNetwork> {
  const { nodeCount } = layout;
  const waiting = [{ value: root, depth: 0, first: 0 }];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const { value, depth, first } = at;
    if (value === nodeCount) continue;
    const size = 2 ** (32 - depth);
    if (value > nodeCount) {
      yield { version: 4, first, last: first + size - 1, record: recordOf(layout, value) };
      continue;
    }
    waiting.push({ value: read(value, 1), depth: depth + 1, first: first + size / 2 });
    waiting.push({ value: read(value, 0), depth: depth + 1, first });
  }
}

function* ipv6Networks(layout: Layout, read: ReadRecord): Generator<MmdbNetwork> {
  const { nodeCount } = layout;
  const waiting = [{ value: 0, depth: 0, first: 0n }];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const { value, depth, first } = at;
    if (value === nodeCount || isIpv4(first, depth)) continue;
    if (value > nodeCount) {
      const last = first + sizes[depth]! - 1n;
      // A record that lies across the place of IPv4 knows nothing of an IPv6 address there: see DatabaseGeoLookup.
      yield { version: 6, first: first === 0n ? 2n ** 32n : first, last, record: recordOf(layout, value) };
      continue;
    }
    waiting.push({ value: read(value, 1), depth: depth + 1, first: first + sizes[depth + 1]! });
    waiting.push({ value: read(value, 0), depth: depth + 1, first });
  }
}

/** Addresses of a network by the length of its prefix. */
const sizes = Array.from({ length: 129 }, (_, prefix) => 1n << BigInt(128 - prefix));

const isIpv4 = (first: bigint, depth: number): boolean =>
  depth === 96 ? deepIpv4Places.has(first) : ipv4Places.get(depth) === first;
