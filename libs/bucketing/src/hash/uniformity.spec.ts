import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';

interface Measured {
  /** √n times the Kolmogorov–Smirnov distance, by experiment. */
  readonly distances: readonly number[];
  /** χ² with 9 degrees of freedom, by pair of experiments. */
  readonly pairs: readonly number[];
  readonly pairsOfVersion1: readonly number[];
}

/** The quantile of 0.999 of χ² with 9 degrees of freedom. */
const CRITICAL = 27.877;

describe('the hash', () => {
  let measured: Measured;
  beforeAll(async () => {
    const parameters = ['--import', './test/support/typescript.mjs', 'libs/bucketing/testing/uniformity.ts'];
    const { stdout } = await promisify(execFile)(process.execPath, parameters, { maxBuffer: 1 << 24 });
    measured = JSON.parse(stdout) as Measured;
  });

  it('puts 1,000,000 units of each of 100 experiments as evenly as chance would', () => {
    expect(measured.distances).toHaveLength(100);
    // Chance exceeds 1.628 once in a hundred: in one of 100 experiments, as a rule, and in more than five once in two
    // thousand times. 2.7 it exceeds once in a million.
    expect(measured.distances.filter((distance) => distance > 1.628).length).toBeLessThanOrEqual(5);
    expect(Math.max(...measured.distances)).toBeLessThan(2.7);
  });

  it('leaves no more of the pairs of 60 experiments dependent, over 200,000 units, than chance would', () => {
    expect(measured.pairs).toHaveLength(1_770);
    // Of independent pairs 1.8 are rejected at one in a thousand; more than seven are once in two thousand times.
    expect(measured.pairs.filter((statistic) => statistic > CRITICAL).length).toBeLessThanOrEqual(7);
    expect(measured.pairsOfVersion1.filter((statistic) => statistic > CRITICAL).length).toBeGreaterThan(500);
  });
});
