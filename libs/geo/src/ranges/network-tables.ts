import type { GeoKind } from '#libs/contracts';
import type { DisjointRange } from './disjoint.js';
import { disjoint, ipv4Steps, ipv6Steps, type RangeList } from './disjoint.js';
import type { GeoFactRow } from './fact-columns.js';
import { hex32 } from './ip-range.js';

/** What files of one kind say of networks: which facts there are, and which ranges have them. */
export interface Networks {
  readonly kind: GeoKind;
  readonly databaseType: string;
  readonly builtAt: Date;
  readonly ipv4: RangeList<number>;
  readonly ipv6: RangeList<bigint>;
  readonly facts: readonly GeoFactRow[];
}

export const networkTables = ['ipv4', 'ipv6', 'fact'] as const;
export type NetworkTable = (typeof networkTables)[number];

/** Lines of JSON, for the staging table of that name. */
export interface NetworkLines {
  readonly table: NetworkTable;
  readonly rows: number;
  readonly text: string;
}

const linesAtOnce = 50_000;

/** The staged rows of the networks: disjoint ranges in the order of their addresses, then the facts. */
export function* networkLines({ ipv4, ipv6, facts }: Networks): Generator<NetworkLines> {
  yield* pieces('ipv4', disjoint(ipv4, ipv4Steps), ipv4Line);
  yield* pieces('ipv6', disjoint(ipv6, ipv6Steps), ipv6Line);
  yield* pieces('fact', facts.entries(), ([fact, row]) => JSON.stringify({ fact, ...row }));
}

function* pieces<Item>(
  table: NetworkTable,
  items: Iterable<Item>,
  lineOf: (item: Item) => string,
): Generator<NetworkLines> {
  let rows = 0;
  let text = '';
  for (const item of items) {
    text += `${lineOf(item)}\n`;
    if (++rows < linesAtOnce) continue;
    yield { table, rows, text };
    rows = 0;
    text = '';
  }
  if (rows > 0) yield { table, rows, text };
}

const ipv4Line = ({ first, last, fact }: DisjointRange<number>): string =>
  `{"lo":${first},"hi":${last},"fact":${fact}}`;

function ipv6Line({ first, last, fact }: DisjointRange<bigint>): string {
  const { digits, firstBucket, lastBucket } = ipv6Level(first, last);
  return `{"lo":"${hex32(first)}","hi":"${hex32(last)}","digits":${digits},"first_bucket":${firstBucket},"last_bucket":${lastBucket},"fact":${fact}}`;
}

/** Hexadecimal digits of a bucket: /48, /32 and /16. */
const levels = [12, 8, 4] as const;
/** A /44 is sixteen /48s; a /12 is sixteen /16s, and wider ones are rare. */
const mostBuckets = 16;

/** The finest level at which the range is few buckets; the buckets as the numbers that their digits are. */
function ipv6Level(first: bigint, last: bigint): { digits: number; firstBucket: bigint; lastBucket: bigint } {
  for (const digits of levels) {
    const shift = BigInt(128 - 4 * digits);
    const [firstBucket, lastBucket] = [first >> shift, last >> shift];
    if (digits === 4 || lastBucket - firstBucket < mostBuckets) return { digits, firstBucket, lastBucket };
  }
  throw new RangeError('Some level is the last one.');
}
