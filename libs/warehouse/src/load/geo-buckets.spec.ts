import { describe, expect, it } from '@jest/globals';
import { bucketSize } from './geo-buckets.js';

describe('bucketSize', () => {
  it.each([
    [0, 0, 65_536],
    [196_608, 2 ** 24, 65_536],
    [334_000, 2 ** 24, 16_384],
    [3_000_000, 2 ** 24, 4_096],
    [15_000_000, 2 ** 24, 256],
  ])('is for %s ranges, the widest of %s addresses, %s', (ranges, widest, size) => {
    expect(bucketSize(ranges, widest)).toBe(size);
  });

  it('stays where the integers reach over the widest range', () => {
    expect(bucketSize(15_000_000, 2 ** 31)).toBe(4_096);
    expect(bucketSize(15_000_000, 2 ** 32)).toBe(16_384);
  });
});
