import { describe, expect, it } from '@jest/globals';
import { findUnstorable, isStorable } from './index.js';

describe('findUnstorable', () => {
  it('lets pass what UTF-8 holds, surrogate pairs included', () => {
    expect(isStorable('p\u{1F4B8}')).toBe(true);
    expect(findUnstorable({ pledge: { id: 'p\u{1F4B8}' }, list: [1, null, true, 'é'] })).toBeUndefined();
  });

  it.each([
    ['a lone high surrogate', { billing: { city: 'x\ud800' } }, '/billing/city'],
    ['a lone low surrogate', { list: ['a', '\udc00'] }, '/list/1'],
    ['NUL', { 'a/b': { '~': 'US\u0000' } }, '/a~1b/~0'],
    ['a name that holds NUL', { device: { 'a\u0000': 1 } }, '/device'],
    ['a text that is the whole', '\u0000', ''],
  ])('points at %s', (_, value, pointer) => expect(findUnstorable(value)).toBe(pointer));
});
