import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jointSums, normals } from '../testing/rows.js';
import { anySample, drawn, uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { interactionAdjusted } from './interaction-adjusted.js';
import { jointFromSums } from './joint-statistics.js';
import { postStratified } from './post-stratification.js';
import { welchTest } from './welch-test.js';

const sample = anySample({ min: -100, max: 100 });

describe('postStratified', () => {
  it('of one stratum is no adjustment', () => {
    fc.assert(
      fc.property(sample, sample, (control, treatment) => {
        const pair = sure(postStratified([{ name: 'all', control, treatment }]));
        expect(pair.control.mean).toBeCloseTo(control.mean, 9);
        expect(pair.control.variance / control.variance).toBeCloseTo(1, 9);
        expect(pair).toMatchObject({ covariance: 0, varianceReduction: expect.closeTo(0, 9) });
      }),
    );
  });

  it('is the adjustment with an indicator of the stratum, but for degrees of freedom', () => {
    const rows = [
      [
        [3, 1],
        [5, 1],
        [4, 1],
        [8, 0],
        [9, 0],
        [7, 0],
        [9, 0],
      ],
      [
        [6, 1],
        [7, 1],
        [6, 1],
        [5, 1],
        [12, 0],
        [11, 0],
      ],
    ] as const;
    const [a = [], b = []] = rows.map((variant) => [...variant]);
    const stratum = (name: string, indicator: number) => {
      const of = (variant: readonly (readonly number[])[]) => {
        const values = variant.filter(([, x]) => x === indicator).map(([y = 0]) => y);
        let next = 0;
        return drawn(values.length, () => values[next++] ?? 0);
      };
      return { name, control: of(a), treatment: of(b) };
    };
    const strata = [stratum('in', 1), stratum('out', 0)];
    const pair = sure(postStratified(strata));
    const lin = sure(
      interactionAdjusted(...([a, b].map((variant) => jointFromSums(jointSums(variant))) as [never, never])),
    );
    expect(pair.control.mean).toBeCloseTo(lin.control.mean, 9);
    expect(pair.treatment.mean).toBeCloseTo(lin.treatment.mean, 9);
    expect(pair.covariance).toBeCloseTo((lin.covariance * 12) / 13, 9);
    expect(sure(postStratified(strata.toReversed()))).toEqual({
      ...pair,
      control: { ...pair.control, variance: expect.closeTo(pair.control.variance, 9) },
    });
  });

  it('takes the change of weights between two phases out of the effect', () => {
    // No effect in either phase; the second has better units and gives most of them to the treatment.
    const [poor, rich] = [
      { mean: 1, variance: 1 },
      { mean: 5, variance: 1 },
    ];
    const strata = [
      { name: 'phase 1', control: { n: 5000, ...poor }, treatment: { n: 5000, ...poor } },
      { name: 'phase 2', control: { n: 1000, ...rich }, treatment: { n: 9000, ...rich } },
    ];
    const { control, treatment } = sure(postStratified(strata));
    expect(treatment.mean - control.mean).toBeCloseTo(0, 12);
    expect((5000 * 1 + 9000 * 5) / 14000 - (5000 * 1 + 1000 * 5) / 6000).toBeGreaterThan(1.9);
  });

  it('covers, with effects that differ between strata, 95 times in 100', () => {
    const uniform = uniforms(2013);
    const normal = normals(uniform);
    const trials = 800;
    let covered = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const values: number[][][] = [
        [[], []],
        [[], []],
      ];
      for (let unit = 0; unit < 160; unit += 1) {
        const [kind, variant] = [uniform() < 0.3 ? 1 : 0, uniform() < 0.5 ? 1 : 0];
        // Effects of 0 and 2, on average 0.6.
        values[kind]?.[variant]?.push(4 * kind + 2 * kind * variant + normal());
      }
      const strata = values.map((variants, kind) => {
        const [control, treatment] = variants.map((list) => {
          let next = 0;
          return drawn(list.length, () => list[next++] ?? 0);
        });
        const none = { n: 0, mean: 0, variance: 0 };
        return { name: String(kind), control: control ?? none, treatment: treatment ?? none };
      });
      const pair = sure(postStratified(strata));
      const { interval } = sure(welchTest(pair.control, pair.treatment, { alpha: 0.05, covariance: pair.covariance }));
      if (interval.lower <= 0.6 && 0.6 <= interval.upper) covered += 1;
    }
    // Three standard errors are 2.3 %.
    expect(Math.abs(covered / trials - 0.95)).toBeLessThan(0.023);
  });

  it('names the stratum that has too few units', () => {
    const fine = { n: 10, mean: 1, variance: 1 };
    const strata = [{ name: 'Malta', control: fine, treatment: { ...fine, n: 1 } }];
    expect(postStratified(strata)).toMatchObject({ why: 'too_few_units', detail: expect.stringContaining('Malta') });
    expect(postStratified([])).toMatchObject({ why: 'too_few_units' });
  });
});
