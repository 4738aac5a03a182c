import { describe, expect, it } from '@jest/globals';
import { brierScore, logLoss } from './losses.js';
import { calibrationError, reliabilityCurve } from './reliability.js';

const probabilities = [0.1, 0.4, 0.35, 0.8];
const labels = [0, 0, 1, 1];

describe('losses', () => {
  it('are those of scikit-learn 1.9', () => {
    // sklearn.metrics.brier_score_loss and log_loss of the same
    expect(brierScore(probabilities, labels)).toBeCloseTo(0.158125, 12);
    const logOdds = probabilities.map((p) => Math.log(p / (1 - p)));
    expect(logLoss(logOdds, labels)).toBeCloseTo(0.4722879538, 9);
  });

  it('are finite for what is as good as sure', () => {
    expect(logLoss([800], [0])).toBe(800);
    expect(logLoss([], [])).toBe(0);
  });
});

describe('reliabilityCurve', () => {
  it('has bins of equal numbers of rows in the order of the predictions', () => {
    expect(reliabilityCurve(probabilities, labels, 2)).toEqual([
      { rows: 2, predicted: expect.closeTo(0.225, 12), observed: 0.5 },
      { rows: 2, predicted: expect.closeTo(0.6, 12), observed: 0.5 },
    ]);
    expect(reliabilityCurve(probabilities, labels, 20)).toHaveLength(4);
  });

  it('gives the mean distance, weighted by rows', () => {
    // (2 · |0.225 − 0.5| + 2 · |0.6 − 0.5|) / 4
    expect(calibrationError(reliabilityCurve(probabilities, labels, 2))).toBeCloseTo(0.1875, 12);
    expect(calibrationError([])).toBe(0);
  });
});
