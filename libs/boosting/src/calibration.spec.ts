import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitBeta } from './beta-calibration.js';
import { calibrate, calibrationOf } from './calibration.js';
import { fitIsotonic } from './isotonic-calibration.js';
import { randomOf } from './random.js';

const ladder = Float64Array.from({ length: 40 }, (_, at) => -3 + 0.15 * at);
const labelsOf = (text: string): Uint8Array => Uint8Array.from(text, Number);

/** Log-odds, and labels that came true with the probability that `truth` makes of them. */
function drawn(rows: number, truth: (logOdds: number) => number) {
  const random = randomOf(7);
  const logOdds = Float64Array.from({ length: rows }, () => -6 + 8 * random());
  const labels = Uint8Array.from(logOdds, (x) => (random() < 1 / (1 + Math.exp(-truth(x))) ? 1 : 0));
  return { logOdds, labels };
}

describe('fitBeta', () => {
  // sklearn 1.9, LogisticRegression(C=inf) on the columns ln p and −ln(1 − p)
  it('is the logistic regression that scikit-learn finds', () => {
    expect(fitBeta(ladder, labelsOf('0010000010010000100110101001011011101111'))).toEqual({
      kind: 'beta',
      a: expect.closeTo(0.15326716, 6),
      b: expect.closeTo(1.11559366, 6),
      c: expect.closeTo(-1.12624216, 6),
    });
  });

  it('leaves out a coefficient that would turn the order round', () => {
    // With both, a would be −0.285; with ln(1 − p) alone:
    expect(fitBeta(ladder, labelsOf('1000100010100010000100100100010010001010'))).toEqual({
      kind: 'beta',
      a: 0,
      b: expect.closeTo(0.08809571, 6),
      c: expect.closeTo(-0.93399091, 6),
    });
  });
});

describe('calibrate', () => {
  it('chooses the straight one where the truth is, and the steps where it is not', () => {
    const straight = drawn(4_000, (x) => 0.6 * x - 1);
    expect(calibrate(straight.logOdds, straight.labels).kind).toBe('beta');
    const step = drawn(4_000, (x) => (x < -2 ? -4 : x < 0 ? 0 : 3));
    expect(calibrate(step.logOdds, step.labels).kind).toBe('isotonic');
  });

  it('leaves the scores alone where one of the halves has next to no frauds', () => {
    const { logOdds, labels } = drawn(4_000, () => -7);
    expect(calibrate(logOdds, labels)).toEqual({ kind: 'none' });
    expect(calibrationOf({ kind: 'none' })(1.5)).toBe(1.5);
  });

  it('never turns two scores round, and gives every one a finite log-odds', () => {
    const { logOdds, labels } = drawn(2_000, (x) => x - 1);
    const fitted = [fitBeta(logOdds, labels), fitIsotonic(logOdds, labels)].map(calibrationOf);
    const score = fc.double({ min: -30, max: 30, noNaN: true });
    fc.assert(
      fc.property(score, score, (one, other) => {
        for (const apply of fitted) {
          expect(apply(Math.min(one, other))).toBeLessThanOrEqual(apply(Math.max(one, other)) + 1e-12);
          expect(Number.isFinite(apply(one))).toBe(true);
        }
      }),
    );
  });
});

describe('fitIsotonic', () => {
  it('joins the means of its blocks by straight lines', () => {
    const { logOdds, labels } = drawn(3_000, (x) => x);
    const fit = fitIsotonic(logOdds, labels);
    if (fit.kind !== 'isotonic') throw new Error('It is another kind.');
    const apply = calibrationOf(fit);
    for (const [at, from] of fit.from.entries()) expect(apply(from)).toBeCloseTo(fit.to[at] ?? NaN, 12);
    const [from = NaN, next = NaN] = fit.from;
    const [to = NaN, after = NaN] = fit.to;
    expect(apply((from + next) / 2)).toBeCloseTo((to + after) / 2, 9);
    // Beyond its points the distances are the model's.
    expect(apply(from - 3)).toBeCloseTo(to - 3, 9);
    expect(fit.from.length).toBeLessThanOrEqual(3_000 / 20);
  });
});
