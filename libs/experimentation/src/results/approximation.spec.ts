import { describe, expect, it } from '@jest/globals';
import { pinnedReadyMade } from '../../testing/ready-made.js';
import { linesOf } from '../metric/metric-line.js';
import { approximationOf } from './approximation.js';
import type { ShapeSums, VariantSums } from './reading.js';

const experiment = { variants: ['a', 'b'].map((key) => ({ key, weight: 0.5 })) };
const lineOf = (metric: string) => pinnedReadyMade([metric], { readings: ['all'] }).flatMap(linesOf)[0]!;
const pledged = lineOf('pledged_per_visitor');

/** Of units by their values and denominators, all with a closed window. */
function sumsOf(variant: string, units: readonly (readonly [y: number, x: number])[], isRatio = false): VariantSums {
  const sum = (letters: string): string =>
    units
      .reduce(
        (all, [y, x]) => all + letters.split('').reduce((one, letter) => one * BigInt(letter === 'y' ? y : x), 1n),
        0n,
      )
      .toString();
  const closed: ShapeSums = {
    yyy: sum('yyy'),
    yyx: isRatio ? sum('yyx') : null,
    yxx: isRatio ? sum('yxx') : null,
    xxx: isRatio ? sum('xxx') : null,
    acted_units: units.filter(([y]) => y !== 0).length,
    uncubed_units: 0,
  };
  const denominator = { total: sum('x'), total_of_squares: sum('xx'), total_of_products: sum('yx') };
  return {
    variant,
    units: units.length,
    total: sum('y'),
    total_of_squares: sum('yy'),
    closed_units: units.length,
    closed_total: sum('y'),
    closed_total_of_squares: sum('yy'),
    denominators: isRatio ? { all: denominator, closed: denominator } : null,
    covariates: null,
    shape: { all: closed, closed },
  };
}

const many = (n: number, value: (index: number) => number) =>
  Array.from({ length: n }, (_, index) => [value(index), 1] as const);
const of = (a: VariantSums, b: VariantSums, line = pledged) => approximationOf(experiment, line, [a, b]);
const symmetric = many(400, (index) => 10 + (index % 2));

describe('whether intervals can be trusted', () => {
  it('goes by the skewness of what was summed, and by how many units did anything', () => {
    // Of 0 0 0 1, over and over: (1 − 2p)/√(p(1 − p)) = 1.1547 of p 1/4, so that 50 γ² = 66.7.
    const quarters = many(400, (index) => (index % 4 === 0 ? 7 : 0));
    expect(of(sumsOf('a', quarters), sumsOf('b', symmetric))).toMatchObject({
      holds: true,
      variants: [
        {
          variant: 'a',
          units: 400,
          events: 100,
          skewness: expect.closeTo(1.1547005, 7),
          needed_units: 67,
          holds: true,
        },
        { variant: 'b', events: 400, skewness: 0, holds: true },
      ],
    });
    const few = of(sumsOf('a', quarters.slice(1)), sumsOf('b', symmetric));
    expect(few).toMatchObject({ holds: false, variants: [{ events: 99, holds: false }, { holds: true }] });
    expect(few?.text).toContain('a has 99 units that tell, of 100');
    // One of 150 has a hundred times as much as the others: γ is about √150.
    const whale = many(150, (index) => (index === 0 ? 1_000 : 10));
    const lopsided = of(sumsOf('a', whale), sumsOf('b', symmetric));
    expect(lopsided).toMatchObject({ holds: false, variants: [{ events: 150, holds: false }, { holds: true }] });
    expect(lopsided?.text).toMatch(/so lopsided values need about 7,\d{3} units a variant/);
  });

  it('takes of a ratio what the delta method goes by', () => {
    const ratio = { ...pledged, definition: { ...pledged.definition, kind: 'ratio' as const } };
    const units = Array.from(
      { length: 300 },
      (_, index) => [index % 7 === 0 ? 5 * index : 1, 1 + (index % 3)] as const,
    );
    const [y, x] = [0, 1].map((at) => units.reduce((sum, one) => sum + one[at as 0 | 1], 0)) as [number, number];
    const rest = units.map(([own, over]) => own - (y / x) * over);
    const moment = (power: number): number => rest.reduce((sum, one) => sum + one ** power, 0) / rest.length;
    expect(of(sumsOf('a', units, true), sumsOf('b', units, true), ratio)?.variants[0]?.skewness).toBeCloseTo(
      moment(3) / moment(2) ** 1.5,
      10,
    );
  });

  it('is known of a share without cubes: the fewer of those that did it and those that did not', () => {
    const share = lineOf('pledge_conversion');
    const shares = (variant: string, units: number, done: number): VariantSums => {
      const { shape: _, ...sums } = sumsOf(
        variant,
        many(units, (index) => (index < done ? 1 : 0)),
      );
      return sums;
    };
    expect(of(shares('a', 1_000, 950), shares('b', 4_000, 200), share)).toMatchObject({
      holds: false,
      // 50 (1 − 2p)²/(p(1 − p)) of p 5 %: 852.6.
      variants: [
        { events: 50, needed_units: 853, holds: false },
        { events: 200, needed_units: 853, holds: true },
      ],
    });
  });

  it('is not known of what is too large to be cubed, nor of readings from before', () => {
    const one = sumsOf('a', symmetric);
    const closed = { ...one.shape!.closed, uncubed_units: 1 };
    expect(of({ ...one, shape: { all: closed, closed } }, sumsOf('b', symmetric))).toMatchObject({
      holds: false,
      variants: [{ skewness: null, holds: false }, { holds: true }],
    });
    const { shape: _, ...before } = one;
    expect(of(before, sumsOf('b', symmetric))).toBeNull();
    expect(of(sumsOf('a', symmetric.slice(0, 1)), sumsOf('b', symmetric))).toBeNull();
  });
});
