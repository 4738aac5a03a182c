import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distributionOf, distributionsOf, leastKnown, percentileOf, type FeatureDistribution } from './distribution.js';

const of = (values: readonly number[]): FeatureDistribution => {
  const found = distributionOf(values);
  if (found === undefined) throw new Error('Too few values.');
  return found;
};

const below = (values: readonly number[], value: number): number =>
  Math.round((10_000 * values.filter((one) => one < value).length) / values.length) / 100;

describe('the percentile of a value', () => {
  it('is the percent of pledges with a lower one', () => {
    const counts = of([...Array<number>(980).fill(0), ...Array<number>(20).fill(1)]);
    expect([-1, 0, 0.5, 1, 2].map((value) => percentileOf(value, counts))).toEqual([0, 0, 98, 98, 100]);
  });

  it('is exact for counts, whatever they are', () => {
    const count = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 3 }) }, fc.integer({ min: 0, max: 190 }));
    fc.assert(
      fc.property(
        fc.array(count, { minLength: leastKnown, maxLength: 400 }),
        fc.integer({ max: 200 }),
        (all, asked) => {
          expect(percentileOf(asked, of(all))).toBe(below(all, asked));
        },
      ),
    );
  });

  it('of amounts is never above the true one, and at most half a percent below it; a tenth within the last', () => {
    const amounts = Array.from({ length: 20_000 }, (_, index) => (index * 7_919) % 20_011);
    const distribution = of(amounts);
    expect(distribution.values.length).toBeLessThanOrEqual(210);
    for (let asked = -5; asked < 20_020; asked += 13) {
      const [found, exact] = [percentileOf(asked, distribution), below(amounts, asked)];
      expect(found).toBeLessThanOrEqual(exact);
      expect(found).toBeGreaterThan(exact - (exact > 99.1 ? 0.12 : 0.52));
    }
  });

  it('survives JSON bit for bit', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: leastKnown }), (all) => {
        const kept = JSON.parse(JSON.stringify(of(all))) as FeatureDistribution;
        for (const value of all) expect(percentileOf(value, kept)).toBe(percentileOf(value, of(all)));
      }),
    );
  });
});

describe('the distributions of features', () => {
  const pledges = Array.from({ length: leastKnown }, (_, index) => ({
    base_amount: index,
    ip_asn: index,
    ip_country: 'DE',
    ip_is_hosting: index % 2 === 0,
    ...(index === 0 ? {} : { card_pledges_1h: index }),
    company_own: index,
  }));

  it('are those of numbers that measure something, known often enough', () => {
    expect(Object.keys(distributionsOf(pledges))).toEqual(['base_amount']);
    expect(Object.keys(distributionsOf([...pledges, { card_pledges_1h: 1 }]))).toEqual([
      'base_amount',
      'card_pledges_1h',
    ]);
  });

  it('leave out pledges whose value is unknown', () => {
    const found = distributionsOf([...pledges, ...pledges])['card_pledges_1h'];
    expect(found).toMatchObject({ known: 2 * (leastKnown - 1) });
  });
});
