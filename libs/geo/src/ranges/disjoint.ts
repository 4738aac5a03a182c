import type { IpRange } from './ip-range.js';

/** Ranges of one version of addresses with a number each: in columns, since there are millions. */
export class RangeList<Address extends number | bigint> {
  readonly first: Address[] = [];
  readonly last: Address[] = [];
  readonly fact: number[] = [];

  add(first: Address, last: Address, fact: number): void {
    this.first.push(first);
    this.last.push(last);
    this.fact.push(fact);
  }
}

export interface DisjointRange<Address extends number | bigint> {
  first: Address;
  last: Address;
  readonly fact: number;
}

/**
 * The ranges without overlaps, in the order of their addresses: of two that hold an address the narrower one has it, of two
 * alike the one that was added first. Neighbours with the same fact become one. The ranges must be networks, or parts of
 * such: each two of them apart, or one within the other.
 */
export function* disjoint<Address extends number | bigint>(
  { first, last, fact }: RangeList<Address>,
  /** The address after, and the one before. */
  { after, before }: { readonly after: (address: Address) => Address; readonly before: (address: Address) => Address },
): Generator<DisjointRange<Address>> {
  let pending: DisjointRange<Address> | undefined;
  /** Ranges that are open at `cursor`, the narrowest last. */
  const open: number[] = [];
  let cursor = first[0]!;
  /** Adds a piece; gives the one before where it did not grow. */
  const piece = (until: Address, index: number): DisjointRange<Address> | undefined => {
    const from = cursor;
    cursor = after(until);
    if (pending !== undefined && pending.fact === fact[index] && after(pending.last) === from) {
      pending.last = until;
      return undefined;
    }
    const done = pending;
    pending = { first: from, last: until, fact: fact[index]! };
    return done;
  };
  for (const index of inOrder(first, last)) {
    for (let top = open.at(-1); top !== undefined && last[top]! < first[index]!; top = open.at(-1)) {
      open.pop();
      const done = cursor <= last[top]! ? piece(last[top]!, top) : undefined;
      if (done !== undefined) yield done;
    }
    const top = open.at(-1);
    const done = top !== undefined && cursor < first[index]! ? piece(before(first[index]!), top) : undefined;
    if (done !== undefined) yield done;
    cursor = first[index]!;
    open.push(index);
  }
  for (const top of open.toReversed()) {
    const done = cursor <= last[top]! ? piece(last[top]!, top) : undefined;
    if (done !== undefined) yield done;
  }
  if (pending !== undefined) yield pending;
}

/** Indexes by first address, the wider before the narrower, of two alike the later added before the earlier. */
function inOrder<Address extends number | bigint>(first: readonly Address[], last: readonly Address[]): Uint32Array {
  const indexes = Uint32Array.from({ length: first.length }, (_, index) => index);
  // Most files come in order: a look is cheaper than a sort.
  if (indexes.every((index) => index === 0 || first[index - 1]! < first[index]!)) return indexes;
  return indexes.sort((one, other) => {
    if (first[one] !== first[other]) return first[one]! < first[other]! ? -1 : 1;
    if (last[one] !== last[other]) return last[one]! > last[other]! ? -1 : 1;
    return other - one;
  });
}

export const ipv4Steps = { after: (address: number) => address + 1, before: (address: number) => address - 1 };
export const ipv6Steps = { after: (address: bigint) => address + 1n, before: (address: bigint) => address - 1n };

/** Adds a range to the list of its version. */
export function addRange(
  { ipv4, ipv6 }: { readonly ipv4: RangeList<number>; readonly ipv6: RangeList<bigint> },
  range: IpRange,
  fact: number,
): void {
  if (range.version === 4) ipv4.add(range.first, range.last, fact);
  else ipv6.add(range.first, range.last, fact);
}
