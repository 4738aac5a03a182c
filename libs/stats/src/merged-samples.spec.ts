import { describe, expect, it } from '@jest/globals';
import { mergedSamples } from './merged-samples.js';

describe('mergedSamples', () => {
  it('is the sample of all values together', () => {
    const merged = mergedSamples([
      { n: 3, mean: 2, variance: 1 },
      { n: 2, mean: 4.5, variance: 0.5 },
    ]);
    expect(merged).toEqual({ n: 5, mean: 3, variance: 2.5 });
    expect(
      mergedSamples([
        { n: 1, mean: 1, variance: 0 },
        { n: 0, mean: 0, variance: 0 },
        { n: 1, mean: 3, variance: 0 },
      ]),
    ).toEqual({
      n: 2,
      mean: 2,
      variance: 2,
    });
  });

  it('loses nothing far from zero', () => {
    // 10^9 + {0, 1, 2} and 10^9 + {3, 4}: the variance of 0 1 2 3 4 is 2.5.
    expect(
      mergedSamples([
        { n: 3, mean: 1e9 + 1, variance: 1 },
        { n: 2, mean: 1e9 + 3.5, variance: 0.5 },
      ]),
    ).toEqual({ n: 5, mean: 1e9 + 2, variance: 2.5 });
  });

  it('has no answer for what is none', () => {
    expect(mergedSamples([])).toMatchObject({ why: 'too_few_units' });
    expect(mergedSamples([{ n: 1.5, mean: 0, variance: 0 }])).toMatchObject({ why: 'not_finite' });
    expect(mergedSamples([{ n: 3, mean: NaN, variance: 1 }])).toMatchObject({ why: 'not_finite' });
  });
});
