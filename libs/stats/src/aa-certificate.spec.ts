import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normals } from '../testing/rows.js';
import { uniforms } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { aaCertificate, sumsOfUnit } from './aa-certificate.js';
import type { CertificateOptions } from './aa-certificate.js';
import { binomialDraw } from './binomial-draw.js';
import { jointFromSums } from './joint-statistics.js';
import { ratioStatistics } from './ratio-metric.js';
import { statisticsFromSums } from './sample-statistics.js';
import { welchTest } from './welch-test.js';

const alpha = 0.05;
const ofMean: CertificateOptions['test'] = (control, treatment) => {
  const [a, b] = [control, treatment].map(({ n, sums: [sum = 0], products: [[square = 0] = []] }) =>
    statisticsFromSums({ n, sum, sumOfSquares: square }),
  );
  return a === undefined || b === undefined ? { pValue: 1, estimate: 0 } : welchTest(a, b, { alpha });
};
const ofRatio: CertificateOptions['test'] = (control, treatment) =>
  welchTest(ratioStatistics(jointFromSums(control)), ratioStatistics(jointFromSums(treatment)), { alpha });
const options = { test: ofMean, alpha, draws: 1000 };

describe('binomialDraw', () => {
  it('has the binomial distribution', () => {
    // B(5, 0.3): 0.16807 0.36015 0.3087 0.1323 0.02835 0.00243, and just under and over each step.
    const draw = binomialDraw(5, 0.3);
    let sum = 0;
    [0.16807, 0.36015, 0.3087, 0.1323, 0.02835].forEach((p, k) => {
      sum += p;
      expect(draw(sum - 1e-9)).toBe(k);
      expect(draw(sum + 1e-9)).toBe(k + 1);
    });
    expect(draw(1)).toBe(5);
    expect(draw(1e-300)).toBe(0);
  });

  it('mirrors, rises with the number, and stays within its range', () => {
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    const uniform = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), share, uniform, uniform, (n, p, u, v) => {
        const draw = binomialDraw(n, p);
        expect(draw(Math.min(u, v))).toBeLessThanOrEqual(draw(Math.max(u, v)));
        expect(draw(u) >= 0 && draw(u) <= n).toBe(true);
        expect(Math.abs(n - binomialDraw(n, 1 - p)(1 - u) - draw(u))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('of a million has the mean and the variance that it should', () => {
    const draw = binomialDraw(1_000_000, 0.2);
    const uniform = uniforms(3);
    const drawn = Array.from({ length: 20_000 }, () => draw(uniform()));
    const mean = drawn.reduce((sum, k) => sum + k / drawn.length, 0);
    const variance = drawn.reduce((sum, k) => sum + (k - mean) ** 2 / drawn.length, 0);
    expect(Math.abs(mean - 200_000)).toBeLessThan(4 * (400 / Math.sqrt(20_000)));
    expect(Math.abs(variance / 160_000 - 1)).toBeLessThan(0.05);
  });
});

describe('aaCertificate', () => {
  const shares = [
    { sums: sumsOfUnit([0]), count: 9_000 },
    { sums: sumsOfUnit([1]), count: 1_000 },
  ];

  it('passes a test that finds 5 % where there is nothing, on both sides alike', () => {
    const certificate = sure(aaCertificate(shares, { ...options, draws: 4000, uniform: uniforms(1935) }));
    expect(certificate).toMatchObject({ verdict: 'passed', conservative: false, unanswered: 0 });
    // Four standard errors of 4,000 draws are 1.4 %.
    expect(Math.abs(certificate.rate - alpha)).toBeLessThan(0.014);
    const { above, below } = certificate.falsePositives;
    expect(Math.abs(above - below)).toBeLessThan(4 * Math.sqrt(above + below));
    expect(above + below).toBe(Math.round(certificate.rate * 4000));
  });

  it('is the same for a seed', () => {
    const of = (seed: number) => aaCertificate(shares, { ...options, uniform: uniforms(seed) });
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  it('fails a test that takes the visits of one visitor for independent', () => {
    // Visitors with ten visits each, all alike; Welch's test counts the visits.
    const bucket = (value: number) => ({ n: 10, sums: [10 * value], products: [[10 * value * value]] });
    const visitors = [0, 1, 2, 3].map((value) => ({ sums: bucket(value), count: 200 }));
    const certificate = sure(aaCertificate(visitors, { ...options, uniform: uniforms(10) }));
    expect(certificate.verdict).toBe('failed');
    // 2 Φ(−1.96/√10) of all.
    expect(Math.abs(certificate.rate - 0.5353)).toBeLessThan(0.06);
  });

  it('passes a ratio of clusters, with shares that are not equal', () => {
    const normal = normals(uniforms(5));
    const groups = Array.from({ length: 400 }, () => {
      const visits = 1 + Math.round(Math.abs(3 * normal()));
      return { sums: sumsOfUnit([visits * (2 + normal()), visits]), count: 3 };
    });
    const certificate = sure(aaCertificate(groups, { ...options, test: ofRatio, share: 0.2, uniform: uniforms(6) }));
    expect(certificate.verdict).toBe('passed');
    expect(Math.abs(certificate.rate - alpha)).toBeLessThan(0.03);
  });

  it('calls a test that cannot find anything conservative, and counts draws without an answer', () => {
    const whale = [
      { sums: sumsOfUnit([0]), count: 2_000 },
      { sums: sumsOfUnit([1e6]), count: 1 },
    ];
    expect(aaCertificate(whale, { ...options, uniform: uniforms(8) })).toMatchObject({
      verdict: 'passed',
      conservative: true,
      rate: 0,
    });
    const few = [
      { sums: sumsOfUnit([1]), count: 2 },
      { sums: sumsOfUnit([2]), count: 2 },
    ];
    const certificate = sure(aaCertificate(few, { ...options, uniform: uniforms(9) }));
    // Nobody or one in a variant: 2 (1 + 4)/16 of all.
    expect(Math.abs(certificate.unanswered / 1000 - 0.625)).toBeLessThan(0.15);
  });

  it('says why there is none', () => {
    const uniform = uniforms(1);
    expect(aaCertificate(shares, { ...options, uniform, draws: 100 })).toMatchObject({ why: 'out_of_range' });
    expect(aaCertificate(shares, { ...options, uniform, share: 1 })).toMatchObject({ why: 'out_of_range' });
    expect(aaCertificate([], { ...options, uniform })).toMatchObject({ why: 'too_few_units' });
    const uneven = [...shares, { sums: sumsOfUnit([1, 2]), count: 1 }];
    expect(aaCertificate(uneven, { ...options, uniform })).toMatchObject({ why: 'inconsistent_sums' });
    const broken = [{ sums: sumsOfUnit([NaN]), count: 9 }];
    expect(aaCertificate(broken, { ...options, uniform })).toMatchObject({ why: 'not_finite' });
  });
});
