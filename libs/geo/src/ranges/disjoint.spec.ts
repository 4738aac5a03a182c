import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { disjoint, ipv4Steps, RangeList } from './disjoint.js';

/** A network of sixteen addresses' space: where it begins, and the length of its prefix, 0 to 4. */
const network = fc.tuple(fc.nat(15), fc.nat(4), fc.nat(3)).map(([address, prefix, fact]) => ({
  first: address - (address % 2 ** (4 - prefix)),
  size: 2 ** (4 - prefix),
  fact,
}));

/** What has an address, looked at one by one: the narrowest, of two alike the first. */
const factAt = (networks: readonly { first: number; size: number; fact: number }[], address: number) =>
  networks
    .filter(({ first, size }) => first <= address && address < first + size)
    .toSorted((one, other) => one.size - other.size)[0]?.fact;

describe('disjoint', () => {
  it('gives each address to the narrowest network that holds it, once', () => {
    fc.assert(
      fc.property(fc.array(network, { maxLength: 12 }), (networks) => {
        const list = new RangeList<number>();
        for (const { first, size, fact } of networks) list.add(first, first + size - 1, fact);
        const ranges = Array.from(disjoint(list, ipv4Steps), (range) => ({ ...range }));
        const found = ranges.flatMap(({ first, last, fact }) =>
          Array.from({ length: last - first + 1 }, (_, at) => [first + at, fact]),
        );
        const expected = Array.from({ length: 16 }, (_, address) => [address, factAt(networks, address)] as const);
        expect(found).toEqual(expected.filter(([, fact]) => fact !== undefined));
        for (const [index, range] of ranges.entries()) {
          const next = ranges[index + 1];
          expect(next?.first === range.last + 1 && next.fact === range.fact).toBe(false);
        }
      }),
    );
  });

  it('reaches to the last address there is', () => {
    const list = new RangeList<number>();
    list.add(0, 2 ** 32 - 1, 1);
    list.add(2 ** 32 - 1, 2 ** 32 - 1, 2);
    expect([...disjoint(list, ipv4Steps)]).toEqual([
      { first: 0, last: 2 ** 32 - 2, fact: 1 },
      { first: 2 ** 32 - 1, last: 2 ** 32 - 1, fact: 2 },
    ]);
  });
});
