import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sure } from '../testing/sure.js';
import { normalApproximation, skewnessFromExact } from './normal-approximation.js';

const sumsOf = (values: readonly bigint[]) => {
  const sum = (power: bigint) => values.reduce((so, value) => so + value ** power, 0n);
  return { n: values.length, sum: sum(1n), sumOfSquares: sum(2n), sumOfCubes: sum(3n) };
};
const whole = fc.array(fc.bigInt({ min: -1000n, max: 1000n }), { minLength: 2, maxLength: 30 });

describe('normalApproximation', () => {
  it('asks for events and for units by the squared skewness', () => {
    expect(normalApproximation({ n: 1_000, events: 30, skewness: 26 })).toMatchObject({
      holds: false,
      neededUnits: 33_800,
    });
    expect(normalApproximation({ n: 33_800, events: 1_014, skewness: 26 })).toMatchObject({ holds: true });
    expect(normalApproximation({ n: 33_799, events: 1_014, skewness: -26 })).toMatchObject({ holds: false });
    expect(normalApproximation({ n: 200, events: 99, skewness: 0 })).toMatchObject({ holds: false, neededUnits: 0 });
    expect(normalApproximation({ n: 200, events: 100, skewness: 0 })).toMatchObject({ holds: true });
  });

  it('says why there is no answer', () => {
    expect(normalApproximation({ n: 1, events: 1, skewness: 0 })).toMatchObject({ why: 'too_few_units' });
    expect(normalApproximation({ n: 9, events: 10, skewness: 0 })).toMatchObject({ why: 'out_of_range' });
    expect(normalApproximation({ n: 9, events: 1, skewness: Number.NaN })).toMatchObject({ why: 'not_finite' });
  });
});

describe('skewnessFromExact', () => {
  it('has known values', () => {
    expect(sure(skewnessFromExact(sumsOf([0n, 0n, 0n, 1n]))).value).toBeCloseTo(2 / Math.sqrt(3), 12);
    // Of k successes among n: (1 − 2p)/√(p(1 − p)).
    expect(sure(skewnessFromExact({ n: 1_000, sum: '50', sumOfSquares: '50', sumOfCubes: '50' })).value).toBeCloseTo(
      0.9 / Math.sqrt(0.0475),
      12,
    );
    const decimals = { n: 4, sum: '0.5', sumOfSquares: '0.25', sumOfCubes: '0.125' };
    expect(sure(skewnessFromExact(decimals)).value).toBeCloseTo(2 / Math.sqrt(3), 12);
  });

  it('does not change with the unit or the origin, and turns with the sign', () => {
    fc.assert(
      fc.property(whole, fc.bigInt({ min: 1n, max: 10n ** 12n }), (values, scale) => {
        const plain = skewnessFromExact(sumsOf(values));
        const moved = skewnessFromExact(sumsOf(values.map((value) => value * scale + 10n ** 15n)));
        if (plain.kind !== 'skewness') return expect(moved).toEqual(plain);
        expect(sure(moved).value).toBeCloseTo(plain.value, 10);
        expect(sure(skewnessFromExact(sumsOf(values.map((value) => -value)))).value).toBeCloseTo(-plain.value, 12);
      }),
    );
  });

  it('says why there is no answer', () => {
    const sums = { n: 2, sum: '1', sumOfSquares: '1', sumOfCubes: '1' };
    expect(skewnessFromExact({ ...sums, n: 1 })).toMatchObject({ why: 'too_few_units' });
    expect(skewnessFromExact({ ...sums, n: 1.5 })).toMatchObject({ why: 'not_finite' });
    expect(skewnessFromExact({ ...sums, sumOfCubes: '1e3' })).toMatchObject({ why: 'not_a_decimal' });
    expect(skewnessFromExact({ ...sums, sum: '2', sumOfSquares: '2' })).toMatchObject({ why: 'zero_variance' });
    expect(skewnessFromExact({ ...sums, sum: '9' })).toMatchObject({ why: 'inconsistent_sums' });
  });
});
