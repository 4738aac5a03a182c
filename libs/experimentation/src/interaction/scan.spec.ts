import { describe, expect, it } from '@jest/globals';
import { scanViewOf, type FoundCell, type FoundPair, type FoundScan } from './scan.js';

/** n values of this mean and a variance near 4: as many at mean + 2 as at mean − 2, as whole sums. */
const cell = (variant: string, other_variant: string, mean: number, n = 100): FoundCell => ({
  variant,
  other_variant,
  units: n,
  total: String(n * mean),
  total_of_squares: String(n * (mean ** 2 + 4)),
  denominator: null,
});
const pair = (first: string, second: string, means: readonly number[], over: Partial<FoundPair> = {}): FoundPair => ({
  first,
  second,
  metric: 'm',
  version: 1,
  unit: 'visitor',
  kind: 'mean',
  measure: 'number',
  scale: 0,
  variants: ['a', 'b'],
  other_variants: ['c', 'd'],
  cells: [cell('a', 'c', means[0]!), cell('a', 'd', means[1]!), cell('b', 'c', means[2]!), cell('b', 'd', means[3]!)],
  parameters: { experiment: first },
  ...over,
});
const scan = (pairs: readonly FoundPair[]): FoundScan => ({
  id: '019a0000-0000-7000-8000-000000000001',
  pairs,
  engine: '',
  commit: '',
  queryHash: 'f'.repeat(64),
  scannedAt: new Date(0),
});
const viewOf = (pairs: readonly FoundPair[]) => {
  const found = scanViewOf(scan(pairs));
  if (found.kind !== 'scan') throw new Error(found.kind);
  return found;
};
const apart = ['x', 'y', 'z'].map((name) => pair(name, 'other', [10, 11, 12, 13]));

describe('the scan of pairs', () => {
  it('finds the pair that was planted, with its contrast in the unit of the metric', () => {
    // The example of `interactionOf`: contrast 2, standard error 0.4 · √(100/99).
    const { pairs, text } = viewOf([...apart, pair('p', 'q', [100, 110, 120, 150], { scale: 1, ...tenfold })]);
    const [first, ...others] = pairs;
    expect(first).toMatchObject({ first: 'p', second: 'q', found: true, units: 400 });
    expect(first?.contrasts[0]).toMatchObject({ first_variant: 'b', second_variant: 'd', estimate: 2 });
    const { lower, upper } = first!.contrasts[0]!.interval;
    expect((upper - lower) / 2).toBeCloseTo(1.966 * 0.4 * Math.sqrt(100 / 99), 3);
    // p 1 · 10⁻⁶ before, and four times that after: it is the smallest of four.
    expect(first?.p_value).toBeLessThan(1e-5);
    expect(others.map(({ found, p_value }) => [found, p_value])).toEqual([
      [false, 1],
      [false, 1],
      [false, 1],
    ]);
    expect(text).toContain('1 of 4 comparisons');
    expect(viewOf([]).text).toContain('No two running experiments');
    expect(first?.query).toEqual({ hash: 'f'.repeat(64), parameters: { experiment: 'p' } });
  });

  it('is the same in any order', () => {
    const pairs = [pair('p', 'q', [10, 11, 12, 15]), ...apart];
    const byName = (all: ReturnType<typeof viewOf>) => new Map(all.pairs.map((one) => [one.first, one.p_value]));
    expect(byName(viewOf(pairs))).toEqual(byName(viewOf(pairs.toReversed())));
  });

  it('leaves a pair out that shares too few units somewhere, and says why', () => {
    const thin = pair('p', 'q', [10, 11, 12, 15]);
    const { pairs, left_out } = viewOf([...apart, { ...thin, cells: thin.cells.slice(1) }]);
    expect(pairs).toHaveLength(3);
    expect(left_out).toEqual([
      { first: 'p', second: 'q', metric: 'm', why: expect.stringContaining('at least 2 units') },
    ]);
  });

  it('of no pairs finds none', () => {
    expect(viewOf([])).toMatchObject({ pairs: [], left_out: [] });
  });
});

/** The same values with one more digit. */
const tenfold = {
  cells: [
    ['a', 'c', 100],
    ['a', 'd', 110],
    ['b', 'c', 120],
    ['b', 'd', 150],
  ].map(([variant, other, mean]) => ({
    ...cell(String(variant), String(other), 0),
    total: String(100 * Number(mean)),
    total_of_squares: String(100 * (Number(mean) ** 2 + 400)),
  })),
};
