import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { looksLikeCardNumber, passesLuhn } from './card-number.js';

describe('looksLikeCardNumber', () => {
  it.each([
    '4242424242424242',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '4111.1111.1111.1111',
    '4111\u00a01111\u00a01111\u00a01111',
    'card: 5555555555554444.',
    'tok_4111111111111111',
    'x4111111111111111x',
    '4111111111111111 12/27 123',
    'ref 77 4111 1111 1111 1111',
    '378282246310005',
    '3782 822463 10005',
    '30569309025904',
    '6011111111111117',
    '3530111333300000',
    '2223003122003222',
    '6200000000000005',
    '6304000000000000000',
    '4222222222222',
  ])('%s does', (text) => {
    expect(looksLikeCardNumber(text)).toBe(true);
  });

  it.each([
    '',
    '4242424242424241',
    '424242424242',
    '42424242424242424242',
    '1764000000004',
    '1700000000000000',
    '0195e7a0-1111-4111-8111-411111111111',
    '41111111-1111-4111-8111-411111111111',
    'fp_a1b2c3d4e5f6',
    '4111, 1111, 1111, 1111',
    'order_0.4111111111111111',
    'i0.378282246310005',
    '2026-11-24 02:32:01',
    '+1 (212) 555-0123',
  ])('%s does not', (text) => {
    expect(looksLikeCardNumber(text)).toBe(false);
  });

  it('finds every number of an issued range that passes, however it is grouped', () => {
    const digits = fc.stringMatching(/^[3-6]\d{11,17}$/);
    fc.assert(
      fc.property(digits, fc.integer({ min: 2, max: 6 }), fc.constantFrom(' ', '-', ''), (head, size, separator) => {
        const check = '0123456789'.split('').find((digit) => passesLuhn(head + digit)) ?? '';
        const number = head + check;
        const grouped = number.match(new RegExp(`.{1,${size}}`, 'g'))?.join(separator) ?? '';
        expect(looksLikeCardNumber(`paid with ${grouped}!`)).toBe(true);
        // One digit wrong is always noticed by the sum.
        const wrong = head + String((Number(check) + 1) % 10);
        expect(passesLuhn(wrong)).toBe(false);
      }),
    );
  });

  it('passes the published example and takes time in proportion to the text', () => {
    expect(passesLuhn('79927398713')).toBe(true);
    expect(passesLuhn('79927398710')).toBe(false);
    expect(looksLikeCardNumber('1 '.repeat(200_000))).toBe(false);
  });
});
