import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normals } from '../testing/rows.js';
import { anySample, uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { contrastOf } from './contrast.js';
import { studentTwoSidedP } from './distributions.js';
import { interactionOf, interactionScan } from './interaction.js';
import { welchTest } from './welch-test.js';

const sample = anySample({ min: -100, max: 100 });
const of = (mean: number, n = 100) => ({ n, mean, variance: 4 });
const alpha = 0.05;

describe('contrastOf', () => {
  it('of two means is Welch’s test', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const { kind: _kind, method: _method, statistic: _statistic, ...welch } = sure(welchTest(a, b, { alpha }));
        const { estimate, standardError, degreesOfFreedom, pValue, interval } = welch;
        const contrast = contrastOf(
          [
            { factor: 1, sample: b },
            { factor: -1, sample: a },
          ],
          alpha,
        );
        expect(contrast).toEqual({
          estimate: expect.closeTo(estimate, 9),
          standardError: expect.closeTo(standardError, 9),
          degreesOfFreedom: expect.closeTo(degreesOfFreedom, 3),
          pValue: expect.closeTo(pValue, 9),
          interval: { lower: expect.closeTo(interval.lower, 8), upper: expect.closeTo(interval.upper, 8) },
        });
      }),
    );
  });

  it('says why there is none', () => {
    expect(contrastOf([{ factor: 1, sample: { n: 5, mean: 1, variance: 0 } }], alpha)).toMatchObject({
      why: 'zero_variance',
    });
    expect(contrastOf([{ factor: 1, sample: { n: 1, mean: 1, variance: 0 } }], alpha)).toMatchObject({
      why: 'too_few_units',
    });
  });
});

describe('interactionOf', () => {
  it('is the difference of two differences', () => {
    const { contrasts, pValue } = sure(
      interactionOf(
        [
          [of(10), of(11)],
          [of(12), of(15)],
        ],
        { alpha },
      ),
    );
    // Four cells with variance 4/100 each; four times 99 degrees of freedom.
    expect(contrasts).toMatchObject([
      {
        first: 1,
        second: 1,
        estimate: 2,
        standardError: expect.closeTo(0.4, 12),
        degreesOfFreedom: expect.closeTo(396, 9),
      },
    ]);
    expect(pValue).toBeCloseTo(studentTwoSidedP(5, 396), 15);
  });

  it('does not depend on which experiment is the first', () => {
    const cells = fc.array(fc.array(sample, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(cells, (rows) => {
        const turned = [0, 1, 2].map((column) => rows.flatMap((row) => row[column] ?? []));
        const [there, back] = [sure(interactionOf(rows, { alpha })), sure(interactionOf(turned, { alpha }))];
        expect(back.pValue).toBeCloseTo(there.pValue, 9);
        expect(back.contrasts.map(({ estimate }) => estimate)).toEqual(
          there.contrasts.map(({ estimate }) => expect.closeTo(estimate, 9)),
        );
      }),
    );
  });

  it('tests all contrasts of a balanced table as the analysis of variance does', () => {
    // Equal cells: Wald's statistic is the sum of squares of the interaction over the variance of a cell's mean.
    const means = [
      [3, 5, 4],
      [4, 4.5, 6],
    ];
    const { pValue, contrasts } = sure(
      interactionOf(
        means.map((row) => row.map((mean) => of(mean, 400))),
        { alpha },
      ),
    );
    expect(contrasts).toHaveLength(2);
    const rowMeans = means.map((row) => row.reduce((sum, value) => sum + value / 3, 0));
    const columnMeans = [3.5, 4.75, 5];
    const grand = rowMeans.reduce((sum, value) => sum + value / 2, 0);
    let squares = 0;
    means.forEach((row, i) =>
      row.forEach((mean, j) => (squares += (mean - (rowMeans[i] ?? 0) - (columnMeans[j] ?? 0) + grand) ** 2)),
    );
    // χ² with two degrees of freedom has the tail e^(−x/2).
    expect(pValue / Math.exp(-squares / 0.01 / 2)).toBeCloseTo(1, 8);
  });

  it('is found in 5 % of tables without one', () => {
    const normal = normals(uniforms(1925));
    const hits = [2, 3].map((width) => {
      let found = 0;
      for (let trial = 0; trial < 800; trial += 1) {
        const cells = [0, 3].map((row) =>
          Array.from({ length: width }, (_, column) => of(row + column + normal() * 0.1, 400)),
        );
        if (sure(interactionOf(cells, { alpha })).pValue <= alpha) found += 1;
      }
      return found / 800;
    });
    // Three standard errors of 800 trials are 2.3 %.
    for (const rate of hits) expect(Math.abs(rate - 0.05)).toBeLessThan(0.023);
  });

  it('says why there is none', () => {
    expect(interactionOf([[of(1), of(2)]], { alpha })).toMatchObject({ why: 'out_of_range' });
    expect(interactionOf([[of(1), of(2)], [of(1)]], { alpha })).toMatchObject({ why: 'out_of_range' });
  });
});

describe('interactionScan', () => {
  const pair = (name: string, extra: number, n = 100) => ({
    name,
    cells: [
      [of(1), of(1)],
      [of(1), of(1 + extra, n)],
    ],
  });

  it('adjusts over all pairs that have an answer, and names the others', () => {
    const pairs = [pair('a × b', 1.2), pair('a × c', 0), pair('b × c', 0.9), pair('b × d', 3, 1)];
    const scan = sure(interactionScan(pairs, { alpha }));
    // Standard error 0.4: p 0.0029 of three, and 0.0250 of three halves.
    expect(scan.pairs.map(({ name, found }) => [name, found])).toEqual([
      ['a × b', true],
      ['a × c', false],
      ['b × c', true],
    ]);
    expect(scan.pairs[0]?.pValue).toBeCloseTo(3 * studentTwoSidedP(3, 396), 12);
    expect(scan.pairs[2]?.pValue).toBeCloseTo(1.5 * studentTwoSidedP(2.25, 396), 12);
    expect(scan.leftOut).toMatchObject([{ name: 'b × d', problem: { why: 'too_few_units' } }]);
  });

  it('of nothing finds nothing', () => {
    expect(interactionScan([], { alpha })).toMatchObject({ pairs: [], leftOut: [] });
    expect(interactionScan([], { alpha: 0 })).toMatchObject({ why: 'out_of_range' });
  });
});
