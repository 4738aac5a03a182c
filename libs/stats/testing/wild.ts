import fc from 'fast-check';

/* What no estimator may break on. */

export const wild = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, 1, -1, 1e-300, 1e300, 5e-324, -1e308, Number.MAX_VALUE, Number.NaN, Infinity),
);
export const count = fc.oneof(fc.integer({ min: -1, max: 5 }), fc.constantFrom(1e6, 2 ** 53, 2.5, Number.NaN));
/** Samples that pass every check and go to the ends of what a double holds. */
const extreme = fc.record({
  n: fc.oneof(fc.integer({ min: 2, max: 9 }), fc.constantFrom(1e6, 2 ** 50)),
  mean: fc.double({ min: -320, max: 308, noNaN: true }).map((exponent) => 10 ** exponent),
  variance: fc.oneof(
    fc.constant(0),
    fc.double({ min: -320, max: 308, noNaN: true }).map((exponent) => 10 ** exponent),
  ),
});

export const sample = fc.oneof(fc.record({ n: count, mean: wild, variance: wild }), extreme, extreme);
export const joint = fc.record({
  n: count,
  means: fc.tuple(wild, wild),
  covariances: fc.tuple(wild, wild, wild).map(([a, b, c]) => [
    [a, b],
    [b, c],
  ]),
});
export const alpha = fc.oneof(fc.constantFrom(0.05, 1e-12, 0.999), wild);

/** Whether there is a number in it that is none. */
export function strange(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value === 'object' && value !== null) return Object.values(value).some(strange);
  return false;
}
