import { describe, expect, it } from '@jest/globals';
import { differenceText } from './difference-words.js';

describe('a value that differs', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    ['as text', 'as text'],
    [0.25, '0.25'],
    [{ a: 1 }, '{"a":1}'],
    [[], '[]'],
    [[{ version: 1 }], '[{"version":1}]'],
    [{ metric: 'pledged', version: 2 }, '{"metric":"pledged","version":2}'],
    [{ fact: 'staff', version: 1, added_at: null }, 'staff version 1'],
    [
      [
        { metric: 'pledged', version: 2, facts: { pledge: 1 }, added_at: null },
        { metric: 'collected', version: 1, facts: {}, added_at: null },
      ],
      'pledged version 2, collected version 1',
    ],
    [
      { why: 'start', flag: null, from: '2026-09-22T00:00:00.000Z', weights: { control: 0.5, short: 0.5 } },
      'from the start, control 0.5, short 0.5',
    ],
    [
      [{ why: 'targeting', flag: 'checkout', from: '2026-09-23T00:00:00.000Z', weights: { control: 1 } }],
      'changed targeting of checkout, control 1',
    ],
  ])('is told to the letter, and what is pinned, and phases, in words: %j', (value, text) => {
    expect(differenceText(value)).toBe(text);
  });

  it('is cut where it is long', () => {
    expect(differenceText('x'.repeat(121))).toBe(`${'x'.repeat(119)}…`);
    expect(differenceText('x'.repeat(120))).toHaveLength(120);
  });
});
