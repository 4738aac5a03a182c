import { ipHex, parseNetwork } from '#libs/ip';

export type MmdbRecord = string | number | boolean | readonly MmdbRecord[] | { readonly [key: string]: MmdbRecord };

export interface NewMmdb {
  readonly type: string;
  readonly ipVersion: 4 | 6;
  /** Networks as text and what they hold; a longer prefix stands above a shorter one. */
  readonly networks: Readonly<Record<string, MmdbRecord>>;
  readonly builtAt?: Date;
}

type Side = { next: TreeNode } | { record: MmdbRecord } | undefined;

class TreeNode {
  readonly sides: [Side, Side] = [undefined, undefined];
}

/** A file of the MaxMind DB format 2.0, as MaxMind's own: with the aliases of IPv4 in a tree of IPv6. For tests. */
export function writeMmdb({ type, ipVersion, networks, builtAt = new Date('2026-06-01') }: NewMmdb): Buffer {
  const root = new TreeNode();
  const entries = Object.entries(networks)
    .map(([text, record]) => ({ ...bitsOf(text, ipVersion), record }))
    .toSorted((one, other) => one.prefix - other.prefix);
  for (const { bits, prefix, record } of entries) put(root, bits.slice(0, prefix), { record });
  if (ipVersion === 6) alias(root);
  const nodes = numbered(root);
  const data = new DataSection();
  const tree = Buffer.alloc(nodes.size * 8);
  for (const [node, index] of nodes)
    for (const [side, to] of node.sides.entries()) {
      let value = nodes.size;
      if (to !== undefined) value = 'next' in to ? nodes.get(to.next)! : nodes.size + 16 + data.offsetOf(to.record);
      tree.writeUInt32BE(value, index * 8 + side * 4);
    }
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: builtAt.getTime() / 1_000,
    database_type: type,
    description: { en: 'made for a test' },
    ip_version: ipVersion,
    languages: ['en'],
    node_count: nodes.size,
    record_size: 32,
  });
  return Buffer.concat([
    tree,
    Buffer.alloc(16),
    data.bytes(),
    Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
    metadata,
  ]);
}

function bitsOf(text: string, ipVersion: 4 | 6): { readonly bits: string; readonly prefix: number } {
  const network = parseNetwork(text);
  if (network === undefined) throw new Error(`${text} is no network.`);
  const isIpv4 = network.first.version === 4;
  const all = BigInt(`0x1${ipHex(network.first)}`)
    .toString(2)
    .slice(1);
  if (ipVersion === 4) return { bits: all.slice(96), prefix: network.prefix };
  return isIpv4
    ? { bits: '0'.repeat(96) + all.slice(96), prefix: network.prefix + 96 }
    : { bits: all, prefix: network.prefix };
}

/** Makes the nodes on the way; what a shorter prefix had put there goes down both sides. */
function put(root: TreeNode, bits: string, what: NonNullable<Side>): void {
  let node = root;
  for (const bit of bits.slice(0, -1)) node = down(node, Number(bit) as 0 | 1);
  node.sides[Number(bits.at(-1)) as 0 | 1] = what;
}

function down(node: TreeNode, bit: 0 | 1): TreeNode {
  const side = node.sides[bit];
  if (side !== undefined && 'next' in side) return side.next;
  const next = new TreeNode();
  next.sides[0] = side;
  next.sides[1] = side;
  node.sides[bit] = { next };
  return next;
}

function alias(root: TreeNode): void {
  let ipv4 = root;
  for (let bit = 0; bit < 96; bit++) ipv4 = down(ipv4, 0);
  const mapped = '0'.repeat(80) + '1'.repeat(16);
  const aliases = [
    mapped,
    ...['2001::/32', '2002::/16'].map((text) => bitsOf(text, 6)).map(({ bits, prefix }) => bits.slice(0, prefix)),
  ];
  for (const bits of aliases) put(root, bits, { next: ipv4 });
}

function numbered(root: TreeNode): Map<TreeNode, number> {
  const nodes = new Map([[root, 0]]);
  for (const node of nodes.keys())
    for (const side of node.sides)
      if (side !== undefined && 'next' in side && !nodes.has(side.next)) nodes.set(side.next, nodes.size);
  return nodes;
}

class DataSection {
  private readonly offsets = new Map<MmdbRecord, number>();
  private readonly parts: Buffer[] = [];
  private size = 0;

  offsetOf(record: MmdbRecord): number {
    const known = this.offsets.get(record);
    if (known !== undefined) return known;
    const at = this.size;
    const part = encode(record);
    this.parts.push(part);
    this.size += part.length;
    this.offsets.set(record, at);
    return at;
  }

  bytes(): Buffer {
    return Buffer.concat(this.parts);
  }
}

const types = { string: 2, double: 3, uint32: 6, map: 7, uint64: 9, array: 11, boolean: 14 } as const;

function encode(record: MmdbRecord): Buffer {
  if (typeof record === 'string') return withControl('string', Buffer.byteLength(record), Buffer.from(record));
  if (typeof record === 'boolean') return withControl('boolean', record ? 1 : 0);
  if (typeof record === 'number') return encodeNumber(record);
  if (Array.isArray(record)) return withControl('array', record.length, ...record.map(encode));
  const entries = Object.entries(record as Readonly<Record<string, MmdbRecord>>);
  return withControl('map', entries.length, ...entries.flatMap(([key, value]) => [encode(key), encode(value)]));
}

function encodeNumber(number: number): Buffer {
  if (!Number.isSafeInteger(number) || number < 0) {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(number);
    return withControl('double', 8, bytes);
  }
  const hex = number.toString(16);
  const bytes = number === 0 ? Buffer.alloc(0) : Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return withControl(bytes.length > 4 ? 'uint64' : 'uint32', bytes.length, bytes);
}

/** Types above 7 are written in a second byte; sizes of 29 and more too. */
function withControl(name: keyof typeof types, size: number, ...payload: readonly Buffer[]): Buffer {
  const type = types[name];
  if (size > 284) throw new RangeError(`A test needs no ${name} of ${size}.`);
  const control = Buffer.from([((type > 7 ? 0 : type) << 5) | Math.min(size, 29)]);
  const extended = type > 7 ? [Buffer.from([type - 7])] : [];
  const long = size >= 29 ? [Buffer.from([size - 29])] : [];
  return Buffer.concat([control, ...extended, ...long, ...payload]);
}
