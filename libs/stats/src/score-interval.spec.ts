import { describe, expect, it } from '@jest/globals';
import { hybridRatioInterval, newcombeInterval, newcombeP, wilsonInterval } from './score-interval.js';

const Z = 1.959963984540054;
const counts = (successes: number, n: number): { successes: number; n: number } => ({ successes, n });

describe('wilsonInterval', () => {
  it.each([
    // Newcombe, Statistics in Medicine 17 (1998), two-sided intervals for the single proportion, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [29, 29, 0.883, 1],
  ])('gives the published limits of %d/%d', (successes, n, lower, upper) => {
    const interval = wilsonInterval(counts(successes, n), Z);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });
});

describe('newcombeInterval', () => {
  it.each([
    // The same author's examples for the difference of two, method 10.
    [counts(56, 70), counts(48, 80), 0.0524, 0.3339],
    [counts(9, 10), counts(3, 10), 0.1705, 0.809],
    [counts(6, 7), counts(2, 7), 0.0582, 0.8062],
    [counts(5, 56), counts(0, 29), -0.0381, 0.1926],
    [counts(0, 10), counts(0, 20), -0.1611, 0.2775],
    [counts(10, 10), counts(0, 10), 0.6075, 1],
  ])('gives the published limits of %j − %j', (b, a, lower, upper) => {
    const interval = newcombeInterval(a, b, Z);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });

  it('touches zero at the level that newcombeP gives', () => {
    const [a, b] = [counts(2, 40), counts(9, 50)];
    expect(newcombeP(a, a)).toBe(1);
    const p = newcombeP(a, b);
    // The interval of 95 % holds zero by a hair: p is a little above 5 %.
    expect(newcombeInterval(a, b, Z).lower * (p - 0.05)).toBeLessThan(0);
    expect(newcombeP(b, a)).toBeCloseTo(p, 10);
    expect(newcombeP(counts(0, 1e6), counts(1e6, 1e6))).toBeLessThan(1e-300);
  });
});

describe('hybridRatioInterval', () => {
  it('excludes zero exactly when the interval of the difference does', () => {
    for (let kA = 1; kA <= 30; kA += 1) {
      for (let kB = 0; kB <= 25; kB += 1) {
        const [a, b] = [counts(kA, 30), counts(kB, 25)];
        const difference = newcombeInterval(a, b, Z);
        const ratio = hybridRatioInterval(a, b, Z);
        expect([kA, kB, ratio.lower > 0, ratio.upper < 0]).toEqual([
          kA,
          kB,
          difference.lower > 0,
          difference.upper < 0,
        ]);
        const estimate = kB / 25 / (kA / 30) - 1;
        expect(ratio.lower).toBeLessThanOrEqual(estimate);
        expect(ratio.upper).toBeGreaterThanOrEqual(estimate);
      }
    }
  });
});
