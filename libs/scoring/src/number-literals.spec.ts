import { describe, expect, it } from '@jest/globals';
import { withDoubleLiterals } from './number-literals.js';

describe('withDoubleLiterals', () => {
  it.each([
    ['x > 3', 'x > 3.0'],
    ['x in [1, 2.5, 30]', 'x in [1.0, 2.5, 30.0]'],
    ['-7 < x', '-7.0 < x'],
    ['1e3 + 1.5e-3 + .5', '1e3 + 1.5e-3 + .5'],
    ['5u + 0x1F', '5u + 0x1F'],
    ['card_pledges_1h > 2', 'card_pledges_1h > 2.0'],
    ['s == "3 4"', 's == "3 4"'],
    [String.raw`s == 'it\'s 3' && x > 4`, String.raw`s == 'it\'s 3' && x > 4.0`],
    [String.raw`s == r"\" || x > 4`, String.raw`s == r"\" || x > 4.0`],
    ['s == """3 " 4""" || x > 4', 's == """3 " 4""" || x > 4.0'],
    ['x > 3 // more than 3\n && y > 4', 'x > 3.0 // more than 3\n && y > 4.0'],
  ])('%s', (text, rewritten) => {
    expect(withDoubleLiterals(text).text).toBe(rewritten);
  });

  it('finds the way back', () => {
    const original = 'a > 1 && b > 22 && oops';
    const { text, originalOffset } = withDoubleLiterals(original);
    expect(originalOffset(text.indexOf('oops'))).toBe(original.indexOf('oops'));
    expect(originalOffset(text.indexOf('b'))).toBe(original.indexOf('b'));
    expect(originalOffset(0)).toBe(0);
    expect(originalOffset(text.length)).toBe(original.length);
  });
});
