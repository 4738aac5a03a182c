import fc from 'fast-check';

/** A value for a field, and whether it has to be warned about; `undefined`: it may be, or not. */
export interface BadField {
  readonly value: unknown;
  readonly warned: boolean | undefined;
}

const good = <Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<BadField> =>
  values.map((value) => ({ value, warned: false }));
const bad = <Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<BadField> =>
  values.map((value) => ({ value, warned: true }));
const any = <Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<BadField> =>
  values.map((value) => ({ value, warned: undefined }));

/** Stands for JSON's 1e400, which is read as Infinity. */
export const tooLarge = '1e400';

/** What is no text at all. */
const noText = fc.oneof(
  fc.constantFrom<unknown>(true, false, [], {}, 0, -1, 1.5, 1e308, [null], { a: { b: [] } }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Any text: of every plane, of half surrogates and controls, long, empty. */
const wildText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('', ' ', '\0', '\uD800', '‮', 'null', '__proto__', 'constructor', '\u{1F4B3}', 'a'.repeat(3_000)),
);

/** One of the texts that a field knows, or something else. */
export const textField = (known: readonly string[]): fc.Arbitrary<BadField> =>
  fc.oneof(
    { weight: 4, arbitrary: good(fc.constantFrom(...known)) },
    { weight: 1, arbitrary: any(wildText) },
    { weight: 1, arbitrary: bad(noText) },
  );

export const flagField = fc.oneof(good(fc.boolean()), bad(fc.constantFrom<unknown>('true', 0, 1, 'yes', [], {})));

export const numberField = fc.oneof(
  good(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
  bad(fc.oneof(fc.constantFrom<unknown>('1', tooLarge, -1, -1e308, [], {}, true), wildText)),
);

const octet = fc.integer({ min: 0, max: 255 });
const dotted = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));

const reserved = fc.constantFrom(
  '10.1.2.3',
  '127.0.0.1',
  '192.168.1.1',
  '172.16.0.9',
  '169.254.1.1',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '224.0.0.1',
  '192.0.2.1',
  '::',
  '::1',
  'fe80::1',
  'fc00::1',
  'ff02::1',
  '2001:db8::1',
  '::ffff:10.0.0.1',
);

const noAddress = fc.oneof(
  fc.constantFrom('256.1.1.1', '1.2.3', '1.2.3.4.5', '010.1.1.1', '0x7f.1', '2130706433', '1.2.3.4/24', '[::1]'),
  fc.constantFrom(
    ':::',
    '1::2::3',
    '::ffff:1.2.3.256',
    '1:2:3:4:5:6:7:8:9',
    'fe80::1%eth0',
    '::g',
    '12345::',
    'localhost',
  ),
  fc.constantFrom('１.２.３.４', '1。2。3。4', '٠.٠.٠.٠', '1.2.3.4\0', '', ' ', '1.2.3.4, 5.6.7.8'),
  noText,
);

/** An IPv6 address as its eight groups, and as some text of it: leading zeros, capitals, any run of zeros as ::, a dotted tail. */
export const spelledIpv6 = fc
  .record({
    groups: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 }),
    padded: fc.boolean(),
    upper: fc.boolean(),
    dotted: fc.boolean(),
    from: fc.nat(8),
    blank: fc.constantFrom('', ' ', '\t'),
  })
  .map(({ groups, padded, upper, dotted: tail, from, blank }) => {
    const head = tail ? groups.slice(0, 6) : groups;
    const texts = head.map((group) => group.toString(16).padStart(padded ? 4 : 1, '0'));
    if (tail)
      texts.push(
        groups
          .slice(6)
          .flatMap((group) => [group >> 8, group & 255])
          .join('.'),
      );
    let until = from;
    while (head[until] === 0) until += 1;
    // Two groups at least: one alone is written as 0 by RFC 5952, but as :: by some.
    const short =
      until - from < 2 ? texts.join(':') : `${texts.slice(0, from).join(':')}::${texts.slice(until).join(':')}`;
    return { groups, text: `${blank}${upper ? short.toUpperCase() : short}` };
  });

export const ipField = fc.oneof(
  good(dotted),
  good(reserved),
  good(spelledIpv6.map(({ text }) => text)),
  good(dotted.map((text) => `::ffff:${text}`)),
  bad(noAddress),
);

const wide = (text: string): string =>
  text.replace(/[!-~]/g, (one) => String.fromCodePoint(one.codePointAt(0)! + 0xfee0));

/** RFC 3492. */
const asDns = new Map([['bücher.example', 'xn--bcher-kva.example']]);

/** Of one address: ways to write it that are it still. */
export const spelledEmail = fc
  .record({
    local: fc.constantFrom('ann', 'ann.lee', 'ann+tag', 'josé', 'o’neil', 'a'),
    domain: fc.constantFrom('example.com', 'mail.example.org', 'bücher.example', 'xn--bcher-kva.example'),
    way: fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => text.toUpperCase(),
      wide,
      (text) => ` ${text} `,
      (text) => `${text}.`,
      (text) => text.normalize('NFD'),
    ),
  })
  .map(({ local, domain, way }) => ({ domain: asDns.get(domain) ?? domain, text: way(`${local}@${domain}`) }));

const noEmail = fc.oneof(
  fc.constantFrom('', '@', 'ann', 'ann@', '@example.com', 'ann@example', 'ann@@example.com', 'ann @example.com'),
  fc.constantFrom(
    'ann@exa mple.com',
    'ann@-example.com',
    'ann@example..com',
    'ann\0@example.com',
    'ann@exa\uD800mple.com',
  ),
  // What nobody sees: an address that reads the same is another one.
  fc.constantFrom('an\u200Bn@example.com', 'ann\u00AD@example.com', 'ann@exam\u200Dple.com', '\u202Emoc@example.com'),
  fc.constant(`${'a'.repeat(65)}@example.com`),
  fc.constant(`ann@${'a.'.repeat(126)}com`),
  noText,
);

export const emailField = fc.oneof(good(spelledEmail.map(({ text }) => text)), bad(noEmail), any(wildText));

export const timeField = fc.oneof(
  bad(
    fc.constantFrom<unknown>(
      'yesterday',
      '2026-02-30T00:00:00Z',
      '2026-01-01',
      '20260101T000000Z',
      0,
      '',
      '-1',
      [],
      1e99,
    ),
  ),
  any(
    fc.constantFrom(
      '2026-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
      '0000-01-01T00:00:00Z',
      '1969-12-31T23:59:59-23:59',
    ),
  ),
  any(wildText),
);
