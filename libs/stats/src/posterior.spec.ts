import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anySample, uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { posteriorLift } from './posterior.js';
import { deltaMethodInterval } from './relative-effect.js';
import { statisticsFromProportion } from './sample-statistics.js';

const shares = [statisticsFromProportion(49, 100), statisticsFromProportion(51, 100)] as const;
const sample = anySample({ min: 5, max: 1e4 });

describe('posteriorLift', () => {
  it('with a flat prior reproduces the published readout', () => {
    expect(posteriorLift(...shares, { alpha: 0.05, prior: 'flat' })).toMatchObject({
      estimate: expect.closeTo(0.04082, 5),
      interval: { lower: expect.closeTo(-0.24779, 5), upper: expect.closeTo(0.32943, 5) },
      chanceToWin: expect.closeTo(0.60918, 5),
      risk: { control: expect.closeTo(0.0814, 4), treatment: expect.closeTo(0.04058, 5) },
    });
  });

  it('with the default prior has the values of an independent computation', () => {
    // The product of both densities, integrated by quadrature.
    expect(posteriorLift(...shares, { alpha: 0.05 })).toMatchObject({
      estimate: expect.closeTo(0.0328918378, 9),
      interval: { lower: expect.closeTo(-0.2261906238, 8), upper: expect.closeTo(0.2919742994, 8) },
      chanceToWin: expect.closeTo(0.5982528555, 9),
      risk: { control: expect.closeTo(0.0708052234, 9), treatment: expect.closeTo(0.0379133856, 9) },
    });
  });

  it('with a flat prior is the delta method, and an ever wider prior comes to it', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const flat = posteriorLift(a, b, { alpha: 0.05, prior: 'flat' });
        if (!('risk' in flat)) return;
        const { interval } = sure(deltaMethodInterval(a, b, { alpha: 0.05, reference: 'normal' }));
        expect(flat.interval).toEqual(interval);
        const wide = sure(posteriorLift(a, b, { alpha: 0.05, prior: { mean: 0, standardDeviation: 1e9 } }));
        expect(wide.estimate / flat.estimate || 1).toBeCloseTo(1, 6);
        // max(0, θ) − max(0, −θ) = θ
        const scale = Math.max(1, Math.abs(flat.estimate));
        expect((flat.risk.control - flat.risk.treatment) / scale).toBeCloseTo(flat.estimate / scale, 9);
      }),
    );
  });

  it('is pulled towards the prior, never past it', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const flat = posteriorLift(a, b, { alpha: 0.05, prior: 'flat' });
        if (!('risk' in flat)) return;
        const pulled = sure(posteriorLift(a, b, { alpha: 0.05 }));
        expect(Math.abs(pulled.estimate)).toBeLessThanOrEqual(Math.abs(flat.estimate) * (1 + 1e-12));
        expect(pulled.standardDeviation).toBeLessThanOrEqual(Math.min(0.3, flat.standardDeviation));
        expect(pulled.chanceToWin > 0.5).toBe(flat.chanceToWin > 0.5);
      }),
    );
  });

  it('keeps the digits of a tiny risk', () => {
    const fine = { n: 1_000_000, mean: 1, variance: 1 };
    const { risk, chanceToWin } = sure(posteriorLift(fine, { ...fine, mean: 1.05 }, { alpha: 0.05, prior: 'flat' }));
    expect(risk.treatment).toBeGreaterThan(0);
    expect(risk.treatment).toBeLessThan(1e-200);
    expect(chanceToWin).toBe(1);
  });

  it('covers effects that are drawn from its prior 95 times in 100', () => {
    const uniform = uniforms(2013);
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    let covered = 0;
    for (let draw = 0; draw < 4000; draw += 1) {
      const lift = 0.3 * normal();
      // Means of 1 and 1 + lift with a relative error of about 14 %: the prior matters.
      const noisy = (mean: number) => ({ n: 10_000, mean: mean + 0.1 * normal(), variance: 100 });
      const { interval } = sure(
        posteriorLift({ n: 10_000, mean: 1, variance: 1e-6 }, noisy(1 + lift), { alpha: 0.05 }),
      );
      if (interval.lower <= lift && lift <= interval.upper) covered += 1;
    }
    // Three standard errors of 4,000 draws are 1.0 %.
    expect(Math.abs(covered / 4000 - 0.95)).toBeLessThan(0.0105);
  });

  it.each([
    [{ n: 10, mean: 0, variance: 1 }, 'zero_baseline'],
    [{ n: 10, mean: 0.1, variance: 1 }, 'zero_baseline'],
    [{ n: 10, mean: -5, variance: 1 }, 'negative_baseline'],
    [{ n: 1, mean: 5, variance: 1 }, 'too_few_units'],
  ])('says why a control of %j has no lift', (control, why) => {
    expect(posteriorLift(control, { n: 10, mean: 5, variance: 1 }, { alpha: 0.05 })).toMatchObject({ why });
  });

  it('refuses a prior that is none', () => {
    const prior = { mean: 0, standardDeviation: 0 };
    expect(posteriorLift(...shares, { alpha: 0.05, prior })).toMatchObject({ why: 'out_of_range' });
  });
});
