import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sure } from '../testing/sure.js';
import { benjaminiHochbergAdjust, holmAdjust } from './multiple-testing.js';

const close = (values: readonly number[]): unknown[] => values.map((value) => expect.closeTo(value, 12));

describe('holmAdjust', () => {
  it('reproduces the published values, in the order of the input', () => {
    expect(sure(holmAdjust([0.01, 0.04, 0.03, 0.005, 0.55, 0.6])).pValues).toEqual(
      close([0.05, 0.12, 0.12, 0.03, 1, 1]),
    );
  });
});

describe('benjaminiHochbergAdjust', () => {
  it('reproduces the published values, in the order of the input', () => {
    expect(sure(benjaminiHochbergAdjust([0.005, 0.06, 0.007, 0.04, 0.01, 0.03])).pValues).toEqual(
      close([0.02, 0.06, 0.02, 0.048, 0.02, 0.045]),
    );
  });
});

describe.each([holmAdjust, benjaminiHochbergAdjust])('%p', (adjust) => {
  it('never lowers a p-value, keeps their order and does not depend on the order of the input', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (pValues) => {
        const adjusted = sure(adjust(pValues)).pValues;
        const backwards = sure(adjust(pValues.toReversed())).pValues;
        expect(backwards.toReversed()).toEqual(adjusted);
        pValues.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          pValues.forEach((other, j) => p <= other && expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? NaN));
        });
      }),
    );
  });

  it('refuses what is no probability and has nothing to say about nothing', () => {
    expect(adjust([0.1, Number.NaN])).toMatchObject({ kind: 'insufficient_data', why: 'out_of_range' });
    expect(adjust([1.1])).toMatchObject({ why: 'out_of_range' });
    expect(adjust([])).toMatchObject({ pValues: [] });
  });
});
