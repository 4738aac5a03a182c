import { describe, expect, it } from '@jest/globals';
import { bytes } from './pull-words.js';

describe('bytes in words', () => {
  it('have three digits and a unit', () => {
    expect([0, 999, 1_000, 212_119, 1_240_118, 5e9].map(bytes)).toEqual([
      '0 B',
      '999 B',
      '1 kB',
      '212 kB',
      '1.24 MB',
      '5 GB',
    ]);
  });
});
