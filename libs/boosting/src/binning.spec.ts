import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binCount, binner, categoricalBinning, mostBins, numericBinning } from './binning.js';

const numbers = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -3, max: 3 })), { minLength: 1 });

describe('numericBinning', () => {
  it('gives each of few values its own bin, and the missing one bin 0', () => {
    const binning = numericBinning([3, 1, NaN, 2, 1], 254);
    expect(binning).toEqual({ kind: 'numeric', cuts: [1.5, 2.5] });
    expect([undefined, NaN, 'text', 1, 2, 3, -9, 9, true, false].map(binner(binning))).toEqual([
      0, 0, 0, 1, 2, 3, 1, 3, 1, 1,
    ]);
  });

  it('cuts many values at their quantiles', () => {
    const binning = numericBinning(
      Array.from({ length: 1_000 }, (_, at) => at),
      4,
    );
    expect(binning).toEqual({ kind: 'numeric', cuts: [249.5, 499.5, 749.5] });
  });

  it('keeps the order of values and needs a byte at most, whatever they are', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 300 }), (values, bins) => {
        const binning = numericBinning(values, bins);
        const binOf = binner(binning);
        expect(binCount(binning)).toBeLessThanOrEqual(Math.min(bins, mostBins - 1) + 1);
        const sorted = values.toSorted((left, right) => left - right).map(binOf);
        for (let at = 1; at < sorted.length; at++) expect(sorted[at]).toBeGreaterThanOrEqual(sorted[at - 1] ?? NaN);
        expect(Math.min(...sorted)).toBe(1);
        expect(Math.max(...sorted)).toBe(binCount(binning) - 1);
      }),
    );
  });
});

describe('categoricalBinning', () => {
  it('has bins for the most frequent, one for the others and one for what is missing', () => {
    const counts = new Map([
      ['US', 5],
      ['DE', 2],
      ['AT', 2],
      ['XX', 1],
    ]);
    const binning = categoricalBinning(counts, 3);
    expect(binning).toEqual({ kind: 'categorical', categories: ['US', 'AT', 'DE'] });
    expect(['US', 'AT', 'DE', 'XX', 'new', undefined].map(binner(binning))).toEqual([2, 3, 4, 1, 1, 0]);
  });
});
