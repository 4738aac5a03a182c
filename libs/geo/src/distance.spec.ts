import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distanceKm, speedKmh } from './distance.js';

const place = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('distanceKm', () => {
  it('agrees with known distances on the sphere', () => {
    // A quarter of the circumference of the mean sphere, and half of it.
    expect(distanceKm({ latitude: 0, longitude: 0 }, { latitude: 90, longitude: 0 })).toBeCloseTo(10007.557, 3);
    expect(distanceKm({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 })).toBeCloseTo(20015.114, 3);
    // Nashville to Los Angeles, the worked example of the formula at Rosetta Code (2887.26 km on a sphere of 6372.8 km).
    const flight = distanceKm({ latitude: 36.12, longitude: -86.67 }, { latitude: 33.94, longitude: -118.4 });
    expect((flight * 6372.8) / 6371.0088).toBeCloseTo(2887.2599506, 6);
  });

  it('is symmetric, zero only at home, never beyond half the circumference, and knows the date line', () => {
    fc.assert(
      fc.property(place, place, (from, to) => {
        const distance = distanceKm(from, to);
        expect(distance).toBeCloseTo(distanceKm(to, from), 6);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(20015.2);
        expect(distanceKm(from, from)).toBe(0);
      }),
    );
    expect(distanceKm({ latitude: 0, longitude: 179.9 }, { latitude: 0, longitude: -179.9 })).toBeCloseTo(22.239, 2);
  });
});

describe('speedKmh', () => {
  it('is distance over time, infinite in no time, zero on the spot', () => {
    expect(speedKmh(900, 3600)).toBe(900);
    expect(speedKmh(1, 0)).toBe(Infinity);
    expect(speedKmh(0, 0)).toBe(0);
  });
});
