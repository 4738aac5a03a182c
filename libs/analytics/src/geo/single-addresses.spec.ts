import { describe, expect, it } from '@jest/globals';
import { singleAddresses } from './single-addresses.js';

describe('singleAddresses', () => {
  it('gives the ends of networks in order', () => {
    expect(singleAddresses(['10.0.0.0/24', '9.9.9.9'])).toEqual([
      { first: 0x09090909, last: 0x09090909 },
      { first: 0x0a000000, last: 0x0a0000ff },
    ]);
  });

  it.each([
    [['2a00::/12'], '/addresses/0', 'network'],
    [['9.9.9.9', 'nowhere'], '/addresses/1', 'network'],
    [['10.0.0.0/8', '10.1.0.0/16'], '/addresses', 'overlap'],
    [['10.0.0.0/8', '11.0.0.0/32'], '/addresses', 'maximum'],
  ])('refuses %j', (networks, pointer, rule) => {
    expect(() => singleAddresses(networks)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ pointer, rule })] }),
    );
  });
});
