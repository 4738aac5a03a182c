import { describe, expect, it } from '@jest/globals';
import { AddressWindows } from './address-windows.js';

describe('AddressWindows', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1', '192.0.2.2'],
    ['::ffff:192.0.2.1', '192.0.2.1', '::ffff:192.0.2.2'],
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:3::1'],
  ])('counts %s together with %s, and %s by itself', (first, same, other) => {
    let now = 0;
    const windows = new AddressWindows(1, { now: () => now });
    windows.take(first);
    expect(() => windows.take(same)).toThrow('Too many requests');
    expect(() => windows.take(other)).not.toThrow();
    now += 60_000;
    expect(() => windows.take(same)).not.toThrow();
  });
});
