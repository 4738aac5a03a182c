/** The digits that a card's number has at least (Maestro). */
export const fewestDigits = 12;

/** Is there so much as could be a card's number? In nearly all texts this is the only question. */
export function hasEnoughDigits(text: string): boolean {
  if (text.length < fewestDigits) return false;
  let found = 0;
  for (let index = 0; index < text.length && found < fewestDigits; index++) {
    const code = text.charCodeAt(index);
    if ((code >= 48 && code <= 57) || code > 127) found++;
  }
  return found >= fewestDigits;
}

/**
 * What has as many digits as a card's number and is none; a random one of them would pass for one now and then. In turn: a
 * UUID, a digest of 32, 40 or 64 hexadecimal digits, a date with or without its time, an IPv4 address with or without its
 * port, a phone number with its plus (E.164: 15 digits at most), and a fraction: random ids are made of those below one, and
 * a degree of longitude has 16 digits.
 */
const innocent = new RegExp(
  [
    String.raw`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`,
    String.raw`(?<![0-9a-z])(?=\d{0,63}[a-f])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-z])`,
    String.raw`(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])` +
      String.raw`(?:[t _-](?:[01]\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d(?:[.,]\d{1,9})?)?)?(?!\d)`,
    String.raw`(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?::\d{1,5})?(?!\.?\d)`,
    String.raw`\+\d(?:[ ()./-]{0,2}\d){6,14}(?![ ()./-]{0,2}\d)`,
    String.raw`(?<![\d.])(?:0\.\d+|\d{1,3}\.\d{9,})(?!\.?\d)`,
  ].join('|'),
  'gi',
);

/**
 * The text as a card's number would be found in it: every decimal digit of Unicode as 0 to 9, without what is invisible,
 * with percent-encoded characters as blanks, and with `x` for what looks like a card's number and is none.
 */
export function plainText(text: string): string {
  const ascii = /[^\0-\x7f]/.test(text) ? withPlainDigits(text) : text;
  return ascii.replace(/%[0-9a-f]{2}/gi, ' ').replace(innocent, ' x ');
}

/** Compatibility forms (full-width, circled, raised …) fold by NFKC; the digits of other scripts are put in their place. */
const withPlainDigits = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}]/gu, '')
    .replace(/[^\0-\x7f]/gu, (character) => (decimal.test(character) ? String(valueOf(character)) : character));

const decimal = /\p{Nd}/u;

/** Unicode puts the ten digits of a script at …0 to …9, or at …6 to …F of a row (Arabic: 0660, Devanagari: 0966). */
function valueOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  const beginsRow = decimal.test(String.fromCodePoint(code - (code % 16)));
  return (code % 16) - (beginsRow ? 0 : 6);
}
