import { describe, expect, it } from '@jest/globals';
import { quantileRanks } from '#libs/stats';
import { closedSums } from './metric-readout.js';
import { quantileReadout, quantileSoFar } from './quantile-effects.js';
import type { VariantSums } from './reading.js';

const alpha = 0.05;
const measured = { kind: 'quantile' as const, scale: 2 };

/** The median of n units with the values 1 + shift … n + shift, in hundredths. */
function sumsOf(variant: string, n: number, shift: number): VariantSums {
  const ranks = quantileRanks(n, { q: 0.5, alpha });
  const at = (rank: number): string => String(100 * (rank + shift));
  return {
    variant,
    units: n,
    total: '0',
    total_of_squares: '0',
    closed_units: n,
    closed_total: '0',
    closed_total_of_squares: '0',
    denominators: null,
    covariates: null,
    ranked: {
      estimate: at(Math.ceil(n / 2)),
      closed:
        ranks.kind === 'ranks'
          ? { estimate: at(ranks.estimate), lower: at(ranks.lower), upper: at(ranks.upper) }
          : null,
      alpha,
    },
  };
}

const readout = (a: VariantSums, b: VariantSums) =>
  quantileReadout({ baseline: 'a' }, [a, b], measured, { alpha, closed: [a, b].map(closedSums) });

describe('a quantile in a readout', () => {
  it('has its value, the interval of its order statistics, and the difference of two', () => {
    const { variants, effects } = readout(sumsOf('a', 100, 0), sumsOf('b', 100, 30));
    // Ranks 40 and 61 of 100, as in the docstring of quantileRanks.
    expect(variants).toMatchObject([
      { variant: 'a', mean: 50, interval: { lower: 40, upper: 61 }, standard_deviation: null },
      { variant: 'b', mean: 80, interval: { lower: 70, upper: 91 } },
    ]);
    // The error of each is 21/(2 · 1.96), of the difference √2 as much: 30 is 3.96 of it, beyond Student's 1.972.
    const error = (Math.SQRT2 * 21) / (2 * 1.959964);
    expect(effects).toMatchObject([
      {
        variant: 'b',
        absolute: {
          estimate: 30,
          interval: { lower: expect.closeTo(30 - 1.972 * error, 1), upper: expect.closeTo(30 + 1.972 * error, 1) },
        },
        relative: { estimate: 0.6 },
        always_valid: { kind: 'insufficient_data', why: 'quantile' },
        posterior: { kind: 'insufficient_data' },
      },
    ]);
  });

  it('says why there is none', () => {
    const { variants, effects } = readout(sumsOf('a', 4, 0), sumsOf('b', 100, 0));
    expect(variants[0]).toMatchObject({ mean: null });
    expect(effects[0]?.absolute).toMatchObject({ kind: 'insufficient_data', why: 'too_few_units' });
    const same = {
      ...sumsOf('a', 100, 0),
      ranked: { estimate: '0', closed: { estimate: '0', lower: '0', upper: '0' }, alpha },
    };
    expect(readout(same, { ...same, variant: 'b' }).effects[0]?.absolute).toMatchObject({ why: 'zero_variance' });
  });

  it('compares nothing over several phases, where variants hold early and late units in other shares', () => {
    const phased = { ...sumsOf('a', 100, 0), phases: [] };
    expect(readout(phased, sumsOf('b', 100, 30)).effects[0]).toMatchObject({
      absolute: { kind: 'insufficient_data', detail: expect.stringContaining('several phases') },
      relative: { kind: 'insufficient_data' },
    });
  });

  it('has a value so far too', () => {
    const numbers = [{ variant: 'a', units: 4, sum: '0', sum_of_squares: '0', mean: 0, standard_deviation: 1 }];
    expect(quantileSoFar([sumsOf('a', 4, 0)], numbers, measured)).toMatchObject([
      { mean: 2, standard_deviation: null },
    ]);
  });
});
