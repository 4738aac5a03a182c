import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { looksLikeCardNumber, passesLuhn } from './card-number.js';

/** First digits and lengths of the networks' numbers. */
const networks: readonly (readonly [string, readonly number[]])[] = [
  ['4', [13, 16, 19]],
  ['51', [16]],
  ['2221', [16]],
  ['2720', [16]],
  ['2204', [16, 19]],
  ['34', [15]],
  ['37', [15]],
  ['36', [14, 16, 19]],
  ['305', [14, 16]],
  ['3528', [16, 17, 18, 19]],
  ['6011', [16, 19]],
  ['62', [16, 17, 18, 19]],
  ['50', [12, 13, 14, 15, 16, 17, 18, 19]],
  ['58', [12, 13, 14, 15, 16, 17, 18, 19]],
  ['67', [12, 13, 14, 15, 16, 17, 18, 19]],
  ['1', [15]],
];

const cardNumber = fc
  .constantFrom(...networks)
  .chain(([first, lengths]) => fc.tuple(fc.constant(first), fc.constantFrom(...lengths), fc.stringMatching(/^\d{19}$/)))
  .map(([first, length, rest]) => {
    const head = `${first}${rest}`.slice(0, length - 1);
    return head + ('0123456789'.split('').find((digit) => passesLuhn(head + digit)) ?? '');
  });

const text = (alphabet: string, length: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet.split('')), minLength: length, maxLength: length });
const digits = (minLength: number, maxLength: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength, maxLength })
    .filter((number) => !number.startsWith('0'));
const moment = fc.date({ min: new Date('2014-01-01'), max: new Date('2034-01-01'), noInvalidDate: true });

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
    '２２２３００３１２２００３２２２',
    '٤١١١١١١١١١١١١١١١',
    '۴۱۱۱ ۱۱۱۱ ۱۱۱۱ ۱۱۱۱',
    '४१११११११११११११११',
    '𝟜𝟙𝟙𝟙 𝟙𝟙𝟙𝟙 𝟙𝟙𝟙𝟙 𝟙𝟙𝟙𝟙',
    '4\u200b1\u200d1\u20601\ufeff111111111\u00ad111',
    '4️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣',
    '4111•1111•1111•1111',
    '4111 - 1111 - 1111 - 1111',
    '4111—1111—1111—1111',
    '4111　1111　1111　1111',
    '4111\n1111\n1111\n1111',
    '4111:1111:1111:1111',
    '3782,822463,10005',
    '4.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1',
    'https://shop.example/pay?number=4111%201111%201111%201111',
    '+4111111111111111',
    '500000000009',
    '630400000000',
    '6759 6498 2643 8453',
    '135410014004955',
    '1354 10014 004955',
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
    '+30898814135498',
    '+49 151 6714 7783 73',
    '1976-04-26-09.01.49.705627',
    '2026-11-30 14:03:00.284123456',
    '35.191.100.200, 35.191.100.201',
    '51.158.166.133:44321',
    '37b3a72215ff4091e47238635818199a',
    '85.64971298858502',
    '1354100140.04955',
    '36, 42, 51, 60, 33, 47, 58, 61',
    '4111 1111 apples 1111 1111',
    '424242424242',
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

  it('finds every network’s numbers in digits of any script, with invisible and odd characters between them', () => {
    const written = fc.record({
      number: cardNumber,
      zero: fc.constantFrom(
        0x30,
        0xff10,
        0x660,
        0x6f0,
        0x966,
        0x9e6,
        0xe50,
        0x1040,
        0x104a0,
        0x1d7ce,
        0x1d7f6,
        0x1fbf0,
      ),
      hidden: fc.array(
        fc.tuple(fc.nat(18), fc.constantFrom(...'\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u034f\ufe0f'.split(''))),
        {
          maxLength: 5,
        },
      ),
      separator: fc.constantFrom(
        '',
        ' ',
        '-',
        '--',
        ' - ',
        '.',
        '/',
        '_',
        '·',
        '•',
        '|',
        '*',
        '—',
        '‑',
        '\u2009',
        '／',
        ',',
        ':',
        '\n',
        ' | ',
        '#',
      ),
    });
    fc.assert(
      fc.property(written, ({ number, zero, hidden, separator }) => {
        const characters = number.split('').map((digit) => String.fromCodePoint(zero + Number(digit)));
        for (const [place, character] of hidden)
          if (place < characters.length) characters[place] = `${characters[place]}${character}`;
        const grouped = characters.map((one, place) => (place > 0 && place % 4 === 0 ? `${separator}${one}` : one));
        expect(looksLikeCardNumber(`paid with ${grouped.join('')}!`)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  // Of what is no card's number, the share that is refused all the same, in percent at most.
  it.each<readonly [string, number, fc.Arbitrary<string>]>([
    ['UUIDs', 0, fc.uuid()],
    ['digests', 0, fc.constantFrom(32, 40, 64).chain((length) => text('0123456789abcdef', length))],
    ['ids of 24 hexadecimal digits', 0.2, text('0123456789abcdef', 24)],
    ['ids in base 32', 0, text('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 26)],
    ['random fractions', 0, fc.double({ min: 0, max: 1, noNaN: true }).map((value) => `id_${value.toFixed(17)}`)],
    ['degrees', 0, fc.double({ min: -180, max: 180, noNaN: true }).map(String)],
    ['times', 0, moment.map((at) => at.toISOString())],
    [
      'times in SQL, to the nanosecond',
      0,
      moment.map((at) => `${at.toISOString().slice(0, 23).replace('T', ' ')}284123`),
    ],
    ['times in Europe', 0, moment.map((at) => at.toLocaleString('de-DE', { timeZone: 'UTC' }))],
    ['times in America', 0, moment.map((at) => at.toLocaleString('en-US', { timeZone: 'UTC' }))],
    ['milliseconds since 1970', 0, moment.map((at) => String(at.getTime()))],
    ['microseconds since 1970', 0, moment.map((at) => `${at.getTime()}123`)],
    ['phone numbers with a plus', 0, digits(8, 15).map((number) => `+${number}`)],
    ['American phone numbers', 0, digits(10, 10).map((n) => `(${n.slice(0, 3)}) ${n.slice(3, 6)}-${n.slice(6)}`)],
    ['French phone numbers', 0, digits(8, 8).map((n) => `06 ${n.match(/../g)?.join(' ')}`)],
    [
      'addresses with ports',
      0,
      fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 65_535 })).map((parts) => parts.join(':')),
    ],
    ['lists', 0, fc.array(fc.nat(99), { minLength: 8, maxLength: 20 }).map((list) => list.join(', '))],
    // A number is a number: nothing tells these from cards. Ids that are long numbers need a letter in front.
    ['numbers of 12 digits', 4, digits(12, 12)],
    ['numbers of 16 digits', 9, digits(16, 16)],
  ])('leaves %s alone, but for %s %%', (_, percent, innocent) => {
    const samples = fc.sample(innocent, { numRuns: 4_000, seed: 7 });
    const refused = samples.filter(looksLikeCardNumber);
    expect((100 * refused.length) / samples.length).toBeLessThanOrEqual(percent);
  });

  it('passes the published example and takes time in proportion to the text', () => {
    expect(passesLuhn('79927398713')).toBe(true);
    expect(passesLuhn('79927398710')).toBe(false);
    expect(looksLikeCardNumber('1 '.repeat(200_000))).toBe(false);
  });
});
