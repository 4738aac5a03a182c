import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { designOf, equalLooks } from '../../testing/looks.js';
import { anySample, uniforms } from '../../testing/samples.js';
import { sure } from '../../testing/sure.js';
import { sequentialTest } from './sequential-test.js';

const looks = equalLooks(5);
const designs = looks.map((_, index) => designOf(looks.slice(0, index + 1)));
const at = (look: number) => designs[look - 1] ?? designOf([1]);
/** 50,000 units a variant, so that the difference has the standard error 0.01. */
const sample = (mean: number) => ({ n: 50_000, mean, variance: 2.5 });

describe('sequentialTest', () => {
  it('shows an interim look its repeated interval and no p-value', () => {
    const readout = sure(sequentialTest(sample(1), sample(1.03), at(2)));
    expect(readout).toMatchObject({ stage: 'interim', crossed: null, pValue: null, medianUnbiased: null });
    expect(readout.interval?.lower).toBeCloseTo(0.03 - 3.357 * 0.01, 4);
    expect(readout.relative).toMatchObject({ method: 'fieller' });
  });

  it('shows a crossed bound, and the end of the plan, adjusted', () => {
    const won = sure(sequentialTest(sample(1), sample(1.04), at(2)));
    expect(won).toMatchObject({ stage: 'final', crossed: 'upper', statistic: expect.closeTo(4, 3) });
    expect(won.interval?.lower).toBeGreaterThan(0);
    expect(won.medianUnbiased).toBeLessThan(0.04);
    expect(sequentialTest(sample(1.04), sample(1), at(2))).toMatchObject({ crossed: 'lower' });
    expect(sequentialTest(sample(1), sample(1.01), at(5))).toMatchObject({ stage: 'final', crossed: null });
  });

  it('has a final interval that is 1.04 to 1.1 times the fixed one at the end of 28 looks', () => {
    const { interval } = sure(sequentialTest(sample(1), sample(1.025), designOf(equalLooks(28))));
    const factor = ((interval?.upper ?? 0) - (interval?.lower ?? 0)) / (2 * 1.96 * 0.01);
    expect(factor).toBeGreaterThan(1.02);
    expect(factor).toBeLessThan(1.1);
  });

  it('never lets absolute, relative, p and bound contradict each other', () => {
    const any = anySample({ min: 1, max: 30 });
    const seen = { crossed: 0, not: 0 };
    fc.assert(
      fc.property(any, any, fc.constantFrom(...designs), (a, b, design) => {
        const readout = sure(sequentialTest(a, b, design));
        const { interval, crossed, pValue, statistic, bound, relative } = readout;
        if (interval === null || relative === null) return;
        fc.pre(Math.abs(Math.abs(statistic) - (bound ?? 0)) > 1e-6);
        seen[crossed === null ? 'not' : 'crossed'] += 1;
        expect(interval.lower > 0 || interval.upper < 0).toBe(crossed !== null);
        if (pValue !== null) expect(pValue < 0.05).toBe(crossed !== null);
        const effect = sure(relative);
        if (effect.kind === 'unbounded') expect(effect.excludesZero).toBe(crossed !== null);
        else expect(effect.interval.lower > 0 || effect.interval.upper < 0).toBe(crossed !== null);
      }),
      { numRuns: 120, seed: 2000 },
    );
    expect(Math.min(seen.crossed, seen.not)).toBeGreaterThan(20);
  });

  it('finds a false winner in 5 % of trials, and its last interval covers an effect 95 times in 100', () => {
    const uniform = uniforms(1969);
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const trials = 250;
    const counts = [0, 2.5].map((drift) => {
      let [crossings, covered] = [0, 0];
      for (let trial = 0; trial < trials; trial += 1) {
        let walk = 0;
        for (const design of designs) {
          const fraction = design.looks.at(-1)?.fraction ?? 1;
          walk += drift / 5 + normal() * Math.sqrt(0.2);
          // A difference of walk/√t with the standard error 1: its z, and drift √t is the truth.
          const unit = { n: 1_000_000, mean: 1000, variance: 5e5 };
          const readout = sure(sequentialTest(unit, { ...unit, mean: 1000 + walk / Math.sqrt(fraction) }, design));
          if (readout.stage === 'interim') continue;
          if (readout.crossed !== null) crossings += 1;
          const truth = drift * Math.sqrt(fraction);
          if ((readout.interval?.lower ?? 0) <= truth && truth <= (readout.interval?.upper ?? 0)) covered += 1;
          break;
        }
      }
      return { crossings: crossings / trials, covered: covered / trials };
    });
    // Two standard errors of 250 trials are 2.8 %.
    expect(Math.abs((counts[0]?.crossings ?? 0) - 0.05)).toBeLessThan(0.03);
    for (const { covered } of counts) expect(Math.abs(covered - 0.95)).toBeLessThan(0.03);
  });

  it('says why there is no answer', () => {
    expect(sequentialTest({ ...sample(1), n: 1 }, sample(1), at(1))).toMatchObject({ why: 'too_few_units' });
    expect(sequentialTest(sample(1), sample(1), designOf([1], { sides: 1 }))).toMatchObject({ why: 'out_of_range' });
    expect(sequentialTest(sample(1), sample(1.1), designOf([0.001]))).toMatchObject({ interval: null, bound: null });
  });
});
