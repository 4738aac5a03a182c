import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { quantileOf, Weighted } from './weighted.js';

describe('Weighted', () => {
  const draw = new Weighted(['a', 'b', 'c'], (item) => ({ a: 1, b: 0, c: 3 })[item] ?? 0);

  it('gives each item the share of its weight', () => {
    expect([0, 0.2499, 0.25, 0.9999].map((unit) => draw.at(unit))).toEqual(['a', 'a', 'c', 'c']);
  });

  it('refuses items without any weight', () => {
    expect(() => new Weighted(['a'], () => 0)).toThrow(RangeError);
  });
});

describe('quantileOf', () => {
  it('goes through its knots and straight between their logarithms', () => {
    const knots = [
      [0, 1],
      [0.5, 10],
      [1, 1000],
    ] as const;
    expect([0, 0.25, 0.5, 0.75, 1].map((share) => quantileOf(knots, share))).toEqual([
      1,
      expect.closeTo(Math.sqrt(10), 9),
      10,
      expect.closeTo(100, 9),
      1000,
    ]);
  });

  it('never falls', () => {
    const knots = [
      [0, 2],
      [0.3, 2],
      [0.9, 50],
      [1, 51],
    ] as const;
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (a, b) => {
        expect(quantileOf(knots, Math.min(a, b))).toBeLessThanOrEqual(quantileOf(knots, Math.max(a, b)) + 1e-9);
      }),
    );
  });
});
