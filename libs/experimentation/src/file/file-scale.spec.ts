import { describe, expect, it } from '@jest/globals';
import { scaleOf } from './file-scale.js';

const shape = (largest: number, decimals: number) => ({ name: 'x', largest, decimals });

describe('the scale of a column', () => {
  it('has all decimals where sums of squares have room for them', () => {
    expect(scaleOf([shape(500, 2)], 1_000_000, 1)).toEqual({ scale: 2, exact: true });
    expect(scaleOf([shape(1, 0)], 10, 1)).toEqual({ scale: 0, exact: true });
  });

  it('has as many as fit: n (T 10^s)² ≤ 10^37', () => {
    // 10^6 units of 10^6 leave 10^19 for 10^2s: 9 decimals.
    expect(scaleOf([shape(1e6, 15)], 1e6, 1)).toEqual({ scale: 9, exact: false });
    // 1,000 rows a unit make its sum a thousand times as large.
    expect(scaleOf([shape(1e6, 15)], 1e6, 1e3)).toEqual({ scale: 6, exact: false });
    expect(scaleOf([shape(1e16, 0)], 1e6, 1)).toBeUndefined();
  });

  it('is one for all that share it', () => {
    expect(scaleOf([shape(10, 1), shape(1e12, 4)], 100, 1)).toEqual({ scale: 4, exact: true });
  });
});
