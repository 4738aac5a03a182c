import { fewestCardDigits } from '#libs/scoring';

const quote = 0x22;
const percent = 0x25;
const comma = 0x2c;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;
const backslash = 0x5c;
const firstPrintable = 0x20;
const beyondAscii = 0x80;

/** Fewer digits than a card's number has, and than JavaScript would round. */
const mostDigits = fewestCardDigits - 1;
/** Below a millionth JavaScript writes an exponent. */
const mostPlacesBelowOne = 6;

/**
 * Where a JSON text ends that begins at `from`, after its quote: at its closing one. -1 where it takes a closer look: for an
 * escape, which may hide anything, and for so many digits that a card's number may be among them. A letter between digits
 * parts them, unless it may belong to a percent-encoded character, or digits of other scripts may be about.
 */
export function plainTextEnd(bytes: Uint8Array, from: number, to: number): number {
  let digits = 0;
  let since = 0;
  let isOdd = false;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= zero && byte <= nine) {
      digits++;
      if (++since > mostDigits) return -1;
    } else if (isLetter(byte)) since = 0;
    else if (byte === quote) return isOdd && digits > mostDigits ? -1 : at;
    else if (byte < firstPrintable || byte === backslash) return -1;
    else if (byte === percent) isOdd = true;
    else if (byte >= beyondAscii) {
      isOdd = true;
      digits++;
    }
  }
  return -1;
}

/** Where a number ends that JavaScript writes as it stands there, of fewer digits than a card's; -1 for any other. */
export function plainNumberEnd(bytes: Uint8Array, from: number, to: number): number {
  const first = bytes[from] === minus ? from + 1 : from;
  const whole = digitsEnd(bytes, first, to);
  if (whole === first) return -1;
  const isBelowOne = bytes[first] === zero;
  if (isBelowOne && whole > first + 1) return -1;
  if (bytes[whole] !== point) return whole - first > mostDigits || (isBelowOne && first > from) ? -1 : whole;
  const end = digitsEnd(bytes, whole + 1, to);
  const places = end - whole - 1;
  if (places === 0 || bytes[end - 1] === zero || whole - first + places > mostDigits) return -1;
  return isBelowOne && places > mostPlacesBelowOne ? -1 : end;
}

/** Where the value that begins at `from` ends if it is one; -1 where it does not end. */
export function looseValueEnd(bytes: Uint8Array, from: number, to: number): number {
  let depth = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) {
      at = closingQuote(bytes, at + 1, to);
      if (at < 0) return -1;
    } else if (opens(byte)) depth++;
    else if (closes(byte)) {
      if (depth === 0) return at;
      depth--;
    } else if (byte === comma && depth === 0) return at;
  }
  return -1;
}

export function digitsEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && (bytes[at] ?? 0) >= zero && (bytes[at] ?? 0) <= nine) at++;
  return at;
}

/** Does `text` stand at that place? */
export function standsAt(bytes: Uint8Array, from: number, text: Uint8Array): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[from + index] !== text[index]) return false;
  return true;
}

function closingQuote(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (bytes[at] === backslash) at++;
    else if (bytes[at] === quote) return at;
  }
  return -1;
}

/** Of a to z and A to Z. */
const isLetter = (byte: number): boolean => (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
/** `[` and `{`. */
const opens = (byte: number): boolean => byte === 0x5b || byte === 0x7b;
/** `]` and `}`. */
const closes = (byte: number): boolean => byte === 0x5d || byte === 0x7d;
