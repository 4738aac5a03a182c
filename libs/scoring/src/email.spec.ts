import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalEmail, digitsShare, nameLikeness } from './email.js';

describe('canonicalEmail', () => {
  it.each([
    ['Jane.Doe@Example.COM', 'jane.doe@example.com'],
    ['  a@b.example\n', 'a@b.example'],
    ['ｊane@ｅxample.com', 'jane@example.com'],
    ['a@example.com.', 'a@example.com'],
    ['"a@b"@example.com', undefined],
    // What one provider ignores is kept: elsewhere these are different people.
    ['j.d+news@gmail.com', 'j.d+news@gmail.com'],
    // The same name to the DNS either way; the pairs as Python’s idna codec has them.
    ['jörg@münchen.example', 'jörg@xn--mnchen-3ya.example'],
    ['jörg@MÜNCHEN.example', 'jörg@xn--mnchen-3ya.example'],
    ['jörg@XN--mnchen-3YA.example', 'jörg@xn--mnchen-3ya.example'],
    ['jörg@mu\u0308nchen.example', 'jörg@xn--mnchen-3ya.example'],
    // Dots of other scripts, and letters with marks.
    ['jörg@MÜNCHEN。example', 'jörg@xn--mnchen-3ya.example'],
    ['a@example。com。', 'a@example.com'],
    ['a@उदाहरण.example', 'a@xn--p1b6ci4b4b3a.example'],
    ['a@例え.テスト', 'a@xn--r8jz45g.xn--zckzah'],
    // No letter of one writing for that of another.
    ['a@ехample.com', 'a@xn--ample-ywe6i.com'],
  ])('%j is %s', (text, address) => {
    expect(canonicalEmail(text)?.address).toBe(address);
  });

  it.each([
    '',
    'a',
    '@example.com',
    'a@',
    'a@b',
    'a b@example.com',
    'a@@example.com',
    'a@exa mple.com',
    'a@-example.com',
    'a@example-.com',
    'a@example..com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b.'.repeat(200)}com`,
    `${'a'.repeat(5000)}@example.com`,
    'a\u0000@example.com',
    // What nobody sees: a zero-width space, a soft hyphen, a turn of direction, a variation selector.
    'a\u200Bb@example.com',
    'a\u00ADb@example.com',
    '\u202Eab@example.com',
    'a\uFE0F@example.com',
    'a@exam\u200Dple.com',
    'a@münchen.example/path',
    'a@münchen.example:80',
    'a@mün%2Echen.example',
  ])('%j is no address', (text) => {
    expect(canonicalEmail(text)).toBeUndefined();
  });

  it('knows free and throw-away providers', () => {
    expect(canonicalEmail('a@GMAIL.com')).toMatchObject({ domain: 'gmail.com', isFree: true, isDisposable: false });
    expect(canonicalEmail('a@yopmail.com')).toMatchObject({ isFree: false, isDisposable: true });
    expect(canonicalEmail('a@kickstarter.com')).toMatchObject({ isFree: false, isDisposable: false });
  });

  it('has nothing more to do on its own result', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string()), (text) => {
        const email = canonicalEmail(text);
        if (email) expect(canonicalEmail(email.address)).toEqual(email);
      }),
    );
  });
});

describe('likeness', () => {
  it.each([
    ['jane.smith', 'Jane Smith', 1],
    ['j.smith84', 'Jane Smith', 6 / 9],
    ['smithj', 'Jane Smith', 6 / 9],
    ['jane', 'Jane Smith', 4 / 9],
    ['x7f3kq', 'Jane Smith', 0],
    ['jose.nunez', 'José Núñez', 1],
    ['jane', '', undefined],
    ['jane', 'J', undefined],
  ])('%s and %j', (local, name, likeness) => {
    expect(nameLikeness(local, name)).toBe(likeness);
  });

  it('is a share, as that of digits', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (local, name) => {
        const likeness = nameLikeness(local, name) ?? 0;
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
      }),
    );
    expect([digitsShare('a1b2'), digitsShare(''), digitsShare('12')]).toEqual([0.5, 0, 1]);
  });
});
