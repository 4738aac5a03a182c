import { describe, expect, it } from '@jest/globals';
import { percentileWords } from './percentile-words.js';

describe('how usual a value is', () => {
  it.each([
    [98.6, 'higher than in 98 % of recent pledges'],
    [99.97, 'higher than in 99.9 % of recent pledges'],
    [3, 'higher than in 3 % of recent pledges'],
    [0.38, 'higher than in 0.3 % of recent pledges'],
    [0.04, 'higher than in hardly any recent pledges'],
    [0, 'no recent pledge has less'],
    [100, 'higher than in all recent pledges'],
  ])('%d is said as "%s"', (percentile, words) => {
    expect(percentileWords(percentile).replaceAll('\u202f', ' ')).toBe(words);
  });
});
