import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PLAN, designOf, equalLooks } from '../../testing/looks.js';
import { sure } from '../../testing/sure.js';
import { crossingProbabilities } from './crossing.js';
import { sequentialDesign } from './design.js';
import { spentLevel } from './spending.js';

const bounds = (...of: Parameters<typeof designOf>) => designOf(...of).looks.map(({ bound }) => bound);
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 8));

describe('sequentialDesign', () => {
  it("reproduces the published O'Brien–Fleming type bounds", () => {
    const published = [4.8769, 3.357, 2.6803, 2.2898, 2.031];
    expect(bounds(equalLooks(5))).toEqual(published.map((bound) => expect.closeTo(bound, 4)));
  });

  // Worked out apart from this code: Simpson's rule on 4,001 points a look, the bound by Brent's method.
  it.each([
    [equalLooks(5), PLAN, [4.8768849488, 3.3570119216, 2.6802800645, 2.2898167677, 2.0310320433]],
    [equalLooks(5), { spending: 'pocock' }, [2.4379766881, 2.4268138582, 2.4101938403, 2.3966454006, 2.3859845716]],
    [
      [0.17, 0.31, 0.62, 0.64, 0.93, 1.12],
      PLAN,
      [5.311280469, 3.8595822845, 2.6198044606, 2.6552209577, 2.0862541541, 2.1765219749],
    ],
    [
      [0.17, 0.31, 0.62, 0.64, 0.93, 1.12],
      { alpha: 0.01, spending: 'pocock' },
      [3.015832337, 3.0638532468, 2.914236066, 3.0624386494, 2.9348475762, 3.1689957347],
    ],
    [[0.3, 0.301, 0.6, 1], PLAN, [3.92857254263, 3.97076608555, 2.67001819396, 1.98102662011]],
  ] as const)('at %j with %j has the bounds of an independent computation', (fractions, plan, expected) => {
    expect(bounds(fractions, plan)).toEqual(close(expected));
  });

  it('is the fixed test when there is one look at the end', () => {
    expect(bounds([1])).toEqual(close([1.959963985]));
    expect(bounds([1.3], { sides: 1 })).toEqual(close([1.644853627]));
  });

  it('spends at any looks exactly what its function allows', () => {
    const looks = fc.array(fc.double({ min: 0.01, max: 1.2, noNaN: true }), { minLength: 1, maxLength: 8 });
    const spending = fc.constantFrom('obrien_fleming' as const, 'pocock' as const);
    fc.assert(
      fc.property(looks, spending, fc.constantFrom(1 as const, 2 as const), (list, kind, sides) => {
        const fractions = [...new Set(list)].sort((a, b) => a - b);
        fc.pre(fractions.every((fraction, i) => i === 0 || fraction - (fractions[i - 1] ?? 0) > 1e-3));
        const design = designOf(fractions, { spending: kind, sides });
        const { upper, lower } = sure(crossingProbabilities(design, 0));
        let crossed = 0;
        design.looks.forEach(({ fraction, spent }, index) => {
          crossed += (upper[index] ?? 0) + (lower[index] ?? 0);
          expect(crossed).toBeCloseTo(spent, 10);
          expect(spent).toBeCloseTo(sides * spentLevel(kind, 0.05 / sides, fraction), 12);
        });
      }),
      { numRuns: 25, seed: 1983 },
    );
  });

  it('does not let a look change the bounds before it', () => {
    expect(bounds([0.3, 0.5, 1]).slice(0, 2)).toEqual(close(bounds([0.3, 0.5]).map(Number)));
  });

  it('spends the rest when a trial closes short of its plan, and nothing after its end', () => {
    const closed = sure(sequentialDesign(PLAN, [0.4, 0.8], { closed: true }));
    expect(closed.looks.at(-1)?.spent).toBe(0.05);
    expect(closed.looks[1]?.bound).toBeLessThan(bounds([0.4, 0.8])[1] ?? 0);
    expect(bounds([0.5, 1, 1.2]).at(-1)).toBeNull();
  });

  it('has no bound where a double has no level: at the first of 1,000 looks', () => {
    expect(designOf([0.001, 1]).looks[0]).toMatchObject({ bound: null, nominalLevel: 0, spent: 0 });
  });

  it.each([
    [[], 'too_few_units'],
    [[0.5, 0.5], 'out_of_range'],
    [[0.5, 0.4], 'out_of_range'],
    [[0, 1], 'out_of_range'],
    [[0.5, Number.NaN], 'not_finite'],
  ])('says why looks at %j have no bounds', (fractions, why) => {
    expect(sequentialDesign(PLAN, fractions)).toMatchObject({ kind: 'insufficient_data', why });
    expect(sequentialDesign({ ...PLAN, alpha: 0 }, [1])).toMatchObject({ why: 'out_of_range' });
  });
});
