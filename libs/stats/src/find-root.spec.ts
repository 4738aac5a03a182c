import { describe, expect, it } from '@jest/globals';
import { findRoot } from './find-root.js';

describe('findRoot', () => {
  it.each([
    [Math.SQRT2, (x: number) => x * x * Math.sign(x) - 2, 0, 1],
    [Math.log(7), (x: number) => Math.exp(x) - 7, 0, 50],
    [-30, (x: number) => x + 30, 0, 1],
    [0, (x: number) => Math.cbrt(x), -1, 3],
    [5, (x: number) => x - 5, 5, 6],
  ])('finds %d, within the bracket or beyond it', (root, increasing, from, to) => {
    expect(findRoot(increasing, from, to)).toBeCloseTo(root, 11);
  });

  it('ends where it got to when there is no root', () => {
    expect(findRoot(() => 1, 0, 1)).toBeLessThan(-1e5);
    expect(findRoot(() => -1, 0, 1)).toBeGreaterThan(1e5);
  });
});
