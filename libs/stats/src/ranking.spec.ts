import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sure } from '../testing/sure.js';
import { areaUnderRoc, averagePrecision } from './ranking.js';

const items = fc
  .array(fc.record({ score: fc.integer({ min: 0, max: 12 }), label: fc.boolean() }), { minLength: 2, maxLength: 60 })
  .filter((list) => list.some(({ label }) => label) && list.some(({ label }) => !label));
const scoresOf = (list: readonly { score: number }[]): number[] => list.map(({ score }) => score);
const labelsOf = (list: readonly { label: boolean }[]): boolean[] => list.map(({ label }) => label);

describe('areaUnderRoc', () => {
  it.each([
    [[0.1, 0.4, 0.35, 0.8], [false, false, true, true], 0.75],
    [[1, 2, 3, 4], [false, false, true, true], 1],
    [[4, 3, 2, 1], [false, false, true, true], 0],
    [[1, 1, 1], [true, false, true], 0.5],
    // three pairs of four won, one tied
    [[1, 2, 2, 3], [false, true, false, true], 3.5 / 4],
  ])('of %j with %j is %d', (scores, labels, expected) => {
    expect(sure(areaUnderRoc(scores, labels)).value).toBeCloseTo(expected, 12);
  });

  it('is the share of pairs in the right order, ties half', () => {
    fc.assert(
      fc.property(items, (list) => {
        const positives = list.filter(({ label }) => label);
        const negatives = list.filter(({ label }) => !label);
        const won = positives.flatMap((p) =>
          negatives.map((n) => (p.score > n.score ? 1 : p.score === n.score ? 0.5 : 0)),
        );
        const expected = won.reduce<number>((sum, point) => sum + point, 0) / won.length;
        expect(sure(areaUnderRoc(scoresOf(list), labelsOf(list)))).toMatchObject({
          value: expect.closeTo(expected, 12),
          positives: positives.length,
          negatives: negatives.length,
        });
      }),
    );
  });

  it('turns round with the labels and the scores', () => {
    fc.assert(
      fc.property(items, (list) => {
        const there = sure(areaUnderRoc(scoresOf(list), labelsOf(list))).value;
        const back = sure(
          areaUnderRoc(
            Float64Array.from(scoresOf(list), (score) => -score),
            labelsOf(list),
          ),
        ).value;
        expect(there + back).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('averagePrecision', () => {
  it.each([
    [[0.1, 0.4, 0.35, 0.8], [false, false, true, true], 5 / 6],
    [[4, 3, 2, 1], [true, false, true, false], (1 + 2 / 3) / 2],
    // without information it is the share of positives
    [[1, 1, 1, 1], [true, false, false, false], 0.25],
    [[1, 2, 3, 4], [false, false, true, true], 1],
  ])('of %j with %j is %d', (scores, labels, expected) => {
    expect(sure(averagePrecision(scores, labels)).value).toBeCloseTo(expected, 12);
  });

  it('depends on nothing but the order of the scores', () => {
    fc.assert(
      fc.property(items, (list) => {
        const there = averagePrecision(scoresOf(list), labelsOf(list));
        const reversed = list.toReversed();
        expect(
          averagePrecision(
            scoresOf(reversed).map((score) => Math.exp(score)),
            labelsOf(reversed),
          ),
        ).toEqual(there);
      }),
    );
  });
});

describe.each([areaUnderRoc, averagePrecision])('%p', (quality) => {
  it.each([
    [[], [], 'too_few_units'],
    [[1, 2], [true, true], 'too_few_units'],
    [[1, Number.NaN], [true, false], 'not_finite'],
    [[1, 2], [true], 'out_of_range'],
  ])('says why %j with %j has no answer', (scores, labels, why) => {
    expect(quality(scores, labels)).toMatchObject({ kind: 'insufficient_data', why });
  });
});
