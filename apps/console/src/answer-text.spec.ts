import { describe, expect, it } from '@jest/globals';
import { answerText, areDays } from './answer-text.js';

const midnight = '2026-11-29T00:00:00.000Z';

describe('a cell of an answer', () => {
  it.each([
    [midnight, true, '2026-11-29'],
    [midnight, false, '2026-11-29 00:00:00'],
    ['2026-11-29T14:03:05.120Z', false, '2026-11-29 14:03:05.12'],
    ['2026-11-29', false, '2026-11-29'],
    ['at 2026-11-29T14:03:05Z', false, 'at 2026-11-29T14:03:05Z'],
    [12.5, false, '12.5'],
    [['a'], false, '["a"]'],
  ])('%j is shown as %s', (value, isDay, text) => {
    expect(answerText(value, isDay)).toBe(text);
  });
});

describe('a column', () => {
  it.each([
    [[midnight, null], true],
    [[midnight, '2026-11-29T14:03:05.000Z'], false],
    [[null], false],
    [[20_261_129], false],
  ])('%j is of days: %s', (values, are) => {
    expect(areDays(values)).toBe(are);
  });
});
