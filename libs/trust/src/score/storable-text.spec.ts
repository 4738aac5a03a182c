import { describe, expect, it } from '@jest/globals';
import { refuseUnstorableText } from './storable-text.js';

describe('refuseUnstorableText', () => {
  it('takes what UTF-8 holds, surrogate pairs included', () => {
    expect(() => refuseUnstorableText({ pledge: { id: 'p\u{1F4B8}' }, list: [1, null, true, 'é'] })).not.toThrow();
  });

  it.each([
    ['a lone high surrogate', { billing: { city: 'x\ud800' } }, '/billing/city'],
    ['a lone low surrogate', { list: ['\udc00'] }, '/list/0'],
    ['NUL', { pledge: { currency: 'US\u0000' } }, '/pledge/currency'],
    ['a name that holds NUL', { device: { 'a\u0000': 1 } }, '/device'],
  ])('refuses %s and says where', (_, body, pointer) => {
    expect(() => refuseUnstorableText(body)).toThrow(`The body cannot be read: ${pointer} `);
  });
});
