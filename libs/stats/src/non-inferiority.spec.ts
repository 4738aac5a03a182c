import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normals } from '../testing/rows.js';
import { PUBLISHED, anySample, uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { confidenceSequenceLimit } from './always-valid/confidence-sequence.js';
import { nonInferiority } from './non-inferiority.js';
import { oneSidedWelchTest } from './one-sided.js';
import { fiellerInterval } from './relative-effect.js';
import { statisticsFromSums } from './sample-statistics.js';
import { welchTest } from './welch-test.js';

const control = statisticsFromSums(PUBLISHED.control);
const treatment = statisticsFromSums(PUBLISHED.treatment);
const sample = anySample({ min: 1, max: 100 });
const five = { kind: 'relative', value: 0.05 } as const;

describe('oneSidedWelchTest', () => {
  it('has half the p-value and one end of the two-sided test', () => {
    const greater = sure(oneSidedWelchTest(control, treatment, { alpha: 0.025, alternative: 'greater' }));
    expect(greater.pValue).toBeCloseTo(0.0100792013, 9);
    expect(greater.limit).toBeCloseTo(0.0453778926, 9);
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const both = sure(welchTest(a, b, { alpha: 0.05 }));
        const up = sure(oneSidedWelchTest(a, b, { alpha: 0.025, alternative: 'greater' }));
        const down = sure(oneSidedWelchTest(a, b, { alpha: 0.025, alternative: 'less' }));
        expect(up.limit).toBeCloseTo(both.interval.lower, 8);
        expect(down.limit).toBeCloseTo(both.interval.upper, 8);
        expect(up.pValue + down.pValue).toBeCloseTo(1, 12);
        expect(2 * Math.min(up.pValue, down.pValue)).toBeCloseTo(both.pValue, 12);
      }),
    );
  });
});

describe('nonInferiority', () => {
  // Worked out with scipy's t distribution.
  it.each([
    ['higher', 0.3105, 0.1230271586, 0.0058173008, 'held'],
    ['lower', -0.2695, 0.1266039074, 0.9833390258, 'broken'],
  ] as const)('where %s is better: distance %d', (better, distance, standardError, pHeld, verdict) => {
    expect(nonInferiority(control, treatment, { alpha: 0.025, margin: five, better })).toMatchObject({
      distance: expect.closeTo(distance, 9),
      standardError: expect.closeTo(standardError, 9),
      pHeld: expect.closeTo(pHeld, 9),
      verdict,
    });
  });

  it('holds exactly when the end of Fieller’s interval is inside the margin', () => {
    const seen = { held: 0, broken: 0, undecided: 0 };
    fc.assert(
      fc.property(sample, sample, fc.double({ min: 0, max: 0.9, noNaN: true }), (a, b, value) => {
        const relative = fiellerInterval(a, b, { alpha: 0.05 });
        const margin = { kind: 'relative', value } as const;
        const up = sure(nonInferiority(a, b, { alpha: 0.025, margin, better: 'higher' }));
        const down = sure(nonInferiority(a, b, { alpha: 0.025, margin, better: 'lower' }));
        fc.pre('interval' in relative && [up, down].every(({ pHeld }) => Math.abs(pHeld - 0.025) > 1e-9));
        if (!('interval' in relative)) return;
        seen[up.verdict] += 1;
        expect(up.verdict === 'held').toBe(relative.interval.lower > -value);
        expect(down.verdict === 'held').toBe(relative.interval.upper < value);
        expect(up.verdict === 'broken').toBe(relative.interval.upper < -value);
      }),
      { numRuns: 600, seed: 2011 },
    );
    expect(Math.min(seen.held, seen.broken, seen.undecided)).toBeGreaterThan(20);
  });

  it('with a margin of nothing is the one-sided test', () => {
    const margin = { kind: 'absolute', value: 0 } as const;
    const { pHeld } = sure(nonInferiority(control, treatment, { alpha: 0.025, margin, better: 'higher' }));
    expect(pHeld).toBeCloseTo(
      sure(oneSidedWelchTest(control, treatment, { alpha: 0.025, alternative: 'greater' })).pValue,
      12,
    );
  });

  it('moves with an absolute margin like the test with a shifted treatment', () => {
    fc.assert(
      fc.property(sample, sample, fc.double({ min: 0, max: 50, noNaN: true }), (a, b, value) => {
        const margin = { kind: 'absolute', value } as const;
        const shifted = { ...b, mean: b.mean + value };
        const { pHeld } = sure(nonInferiority(a, b, { alpha: 0.025, margin, better: 'higher' }));
        const { pValue } = sure(oneSidedWelchTest(a, shifted, { alpha: 0.025, alternative: 'greater' }));
        expect(pHeld).toBeCloseTo(pValue, 9);
      }),
    );
  });

  it('read at any time has the p-value of the one-sided sequence', () => {
    const margin = { kind: 'absolute', value: 0 } as const;
    const sequence = { plannedUnits: 5000 };
    const limit = { alpha: 0.025, alternative: 'greater', ...sequence } as const;
    expect(nonInferiority(control, treatment, { alpha: 0.025, margin, better: 'higher', sequence })).toMatchObject({
      method: 'confidence_sequence',
      verdict: 'undecided',
      pHeld: sure(confidenceSequenceLimit(control, treatment, limit)).pValue,
      pBroken: 1,
    });
  });

  it('stops for a loss of just the margin in fewer than 2.5 % of trials that are watched at 100 times', () => {
    const normal = normals(uniforms(2021));
    const watch = (effect: number) => {
      let [stopped, time] = [0, 0];
      for (let trial = 0; trial < 300; trial += 1) {
        // Differences of two means over ever more units, 50 more a variant each time; a unit's deviation is 1.
        let walk = 0;
        for (let look = 1; look <= 100; look += 1) {
          walk += 50 * effect + normal() * Math.sqrt(2 * 50);
          const n = 50 * look;
          const { verdict } = sure(
            nonInferiority(
              { n, mean: 10, variance: 1 },
              { n, mean: 10 + walk / n, variance: 1 },
              {
                alpha: 0.025,
                margin: { kind: 'absolute', value: 0.1 },
                better: 'higher',
                sequence: { plannedUnits: 10_000 },
              },
            ),
          );
          if (verdict !== 'broken') continue;
          stopped += 1;
          time += look;
          break;
        }
      }
      return { share: stopped / 300, look: time / stopped };
    };
    // Three standard errors of 300 trials at 2.5 % are 2.7 %.
    expect(watch(-0.1).share).toBeLessThan(0.052);
    // Twice the margin is stopped nearly always, on average before the plan's middle.
    const worse = watch(-0.2);
    expect(worse.share).toBeGreaterThan(0.9);
    expect(worse.look).toBeLessThan(60);
  });

  it('says why there is no answer', () => {
    const options = { alpha: 0.025, margin: five, better: 'higher' } as const;
    const fine = { n: 10, mean: 1, variance: 1 };
    expect(nonInferiority({ ...fine, mean: 0 }, fine, options)).toMatchObject({ why: 'zero_baseline' });
    expect(nonInferiority(fine, fine, { ...options, margin: { ...five, value: -1 } })).toMatchObject({
      why: 'out_of_range',
    });
    const still = { ...fine, variance: 0 };
    expect(nonInferiority(fine, still, { ...options, margin: { ...five, value: 1 } })).toMatchObject({
      why: 'zero_variance',
    });
  });
});
