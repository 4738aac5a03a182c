import { describe, expect, it } from '@jest/globals';
import type { AdjustedEffects, MetricKind } from '#libs/contracts';
import { pinnedReadyMade } from '../../testing/ready-made.js';
import { linesOf } from '../metric/metric-line.js';
import { adjustedEffectsOf } from './adjusted-effects.js';
import type { Sums } from './effects.js';

const experiment = {
  variants: [
    { key: 'a', weight: 0.5 },
    { key: 'b', weight: 0.5 },
  ],
  baseline: 'a',
};
const [line] = pinnedReadyMade(['pledged_per_visitor'], { covariate_days: 14, readings: ['all'] }).flatMap(linesOf);

/** y and c of each unit; of a ratio y, x, c and d. */
type Rows = readonly (readonly number[])[];

const sumOf = (rows: Rows, of: (row: readonly number[]) => number): string =>
  String(rows.reduce((sum, row) => sum + of(row), 0));

function sumsOf(variant: string, rows: Rows, kind: MetricKind = 'mean'): Sums {
  const at = kind === 'ratio' ? { y: 0, x: 1, c: 2, d: 3 } : { y: 0, c: 1, x: 9, d: 9 };
  const of = (one: keyof typeof at): string => sumOf(rows, (row) => row[at[one]] ?? 0);
  const by = (one: keyof typeof at, other: keyof typeof at): string =>
    sumOf(rows, (row) => (row[at[one]] ?? 0) * (row[at[other]] ?? 0));
  const isRatio = kind === 'ratio';
  return {
    variant,
    units: rows.length,
    sum: of('y'),
    sumOfSquares: by('y', 'y'),
    denominator: isRatio ? { total: of('x'), total_of_squares: by('x', 'x'), total_of_products: by('x', 'y') } : null,
    covariate: {
      c: of('c'),
      cc: by('c', 'c'),
      cy: by('c', 'y'),
      denominator: isRatio
        ? { cx: by('c', 'x'), d: of('d'), dd: by('d', 'd'), dy: by('d', 'y'), dx: by('d', 'x'), cd: by('c', 'd') }
        : null,
    },
  };
}

function adjusted(closed: readonly Sums[], scale = 0): AdjustedEffects {
  const found = adjustedEffectsOf(experiment, {
    line: line!,
    closed,
    scale,
    isJudged: false,
    optionsOf: () => ({ alpha: 0.05 }),
  });
  if (found?.kind !== 'adjusted') throw new Error('It was not adjusted.');
  return found;
}

const a = [
  [120, 100],
  [80, 90],
  [200, 150],
  [0, 20],
  [160, 140],
  [40, 60],
];
const b = [
  [220, 120],
  [140, 80],
  [260, 160],
  [60, 10],
  [180, 100],
  [100, 70],
  [240, 130],
];

/** Expected values are of the rows, by the formulas of the analysis of covariance in Python. */
describe('adjusted effects', () => {
  it('are what is left of the raw ones, in the unit of the metric', () => {
    const { theta, variance_reduction, variants, effects, text, primary } = adjusted(
      [sumsOf('a', a), sumsOf('b', b)],
      2,
    );
    expect(theta).toEqual([expect.closeTo(1.499452754469172, 12)]);
    expect(variance_reduction).toBeCloseTo(0.950034991164053, 12);
    expect(variants).toEqual([
      {
        variant: 'a',
        units: 6,
        mean: expect.closeTo(1.0192237532624253, 12),
        standard_deviation: expect.closeTo(0.13675703456571028, 12),
      },
      {
        variant: 'b',
        units: 7,
        mean: expect.closeTo(1.6978082114893496, 12),
        standard_deviation: expect.closeTo(0.18872422262876426, 12),
      },
    ]);
    expect(effects).toMatchObject([
      { variant: 'b', absolute: { estimate: expect.closeTo(0.6785844582269243, 12), method: 'welch' } },
    ]);
    expect(text).toBe(
      'The same in the 14 days before the exposure takes 95.0 % of its variance away, as if there were 1,901 % more units.',
    );
    expect(primary).toBe(false);
  });

  it('take a ratio for the line through it', () => {
    const rows = {
      a: [
        [4, 2, 3, 2],
        [1, 1, 2, 2],
        [9, 3, 5, 2],
        [2, 2, 1, 1],
        [6, 2, 7, 3],
      ],
      b: [
        [8, 2, 4, 2],
        [3, 1, 2, 1],
        [12, 3, 6, 3],
        [5, 2, 1, 1],
        [2, 2, 3, 3],
        [7, 1, 5, 2],
      ],
    };
    const { theta, variants, variance_reduction } = adjusted([
      sumsOf('a', rows.a, 'ratio'),
      sumsOf('b', rows.b, 'ratio'),
    ]);
    expect(theta).toEqual([expect.closeTo(1.8493147321538186, 12)]);
    expect(variance_reduction).toBeCloseTo(0.8274618671391236, 12);
    expect(variants.map(({ mean, standard_deviation }) => [mean, standard_deviation])).toEqual([
      [expect.closeTo(2.1495641436685324, 12), expect.closeTo(0.6669848284284624, 12)],
      [expect.closeTo(3.4056662439125867, 12), expect.closeTo(0.4802103657115988, 12)],
    ]);
  });

  it('are honest where nothing was known before', () => {
    const nobody = (rows: Rows): Rows => rows.map(([y = 0]) => [y, 0]);
    const { theta, variance_reduction, effects, text } = adjusted([sumsOf('a', nobody(a)), sumsOf('b', nobody(b))]);
    expect({ theta, variance_reduction }).toEqual({ theta: [0], variance_reduction: 0 });
    expect(effects[0]?.absolute).toMatchObject({ estimate: 1200 / 7 - 100 });
    expect(text).toContain('explains next to nothing');
  });

  it('are of the variants of the experiment that have units to speak of, and of none where nothing was summed', () => {
    const known = [sumsOf('a', a), sumsOf('b', b)];
    expect(adjusted([...known, sumsOf('else', b)])).toEqual(adjusted(known));
    expect(adjusted([known[0]!, sumsOf('b', b.slice(0, 1))]).effects).toEqual([]);
    const bare = known.map((one) => ({ ...one, covariate: null }));
    const options = { line: line!, scale: 0, isJudged: false, optionsOf: () => ({ alpha: 0.05 }) };
    expect(adjustedEffectsOf(experiment, { ...options, closed: bare })).toBeNull();
    const few = known.map((one) => ({ ...one, units: 1 }));
    expect(adjustedEffectsOf(experiment, { ...options, closed: few })).toMatchObject({ why: 'too_few_units' });
  });
});
