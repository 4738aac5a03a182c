const { imul } = Math;

/** The state before the first character (FNV offset basis). */
const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** The code unit of '0'. */
const DIGIT_ZERO = 48;

/**
 * FNV-1a with 32 bits over UTF-16 code units. FNV is defined over bytes; taking whole code units is what the
 * GrowthBook clients do and is the same for ASCII.
 *
 * It is incremental: fnv1a(b, fnv1a(a)) = fnv1a(a + b), so the state after a seed can be computed once.
 *
 * Source: Fowler, Noll & Vo; draft-eastlake-fnv.
 *
 * @param state what earlier text left
 * @returns an unsigned 32-bit integer
 * @example fnv1a('foobar') // 0xbf9cf968
 */
export function fnv1a(text: string, state: number = OFFSET_BASIS): number {
  let hash = state;
  for (let index = 0; index < text.length; index += 1) hash = imul(hash ^ text.charCodeAt(index), PRIME);
  return hash >>> 0;
}

/**
 * fnv1a(String(value)) of an unsigned 32-bit integer without making the string.
 *
 * @example fnv1aOfDecimal(1234) // fnv1a('1234')
 */
export function fnv1aOfDecimal(value: number): number {
  const high = ((value >>> 0) / 100_000) | 0;
  const low = (value - imul(high, 100_000)) | 0;
  return (high === 0 ? shortDecimal(low) : fiveDigits(shortDecimal(high), low)) >>> 0;
}

/**
 * An integer below 100,000 without leading zeros. Dividing by constants, to whole numbers, and subtracting takes half
 * the time of a loop that divides by a variable, and every evaluation comes by here.
 */
function shortDecimal(value: number): number {
  if (value >= 10_000) return fiveDigits(OFFSET_BASIS, value);
  if (value >= 1_000) return fourDigits(OFFSET_BASIS, value);
  if (value >= 100) return threeDigits(OFFSET_BASIS, value);
  return value >= 10 ? twoDigits(OFFSET_BASIS, value) : digit(OFFSET_BASIS, value);
}

function fiveDigits(state: number, value: number): number {
  const first = (value / 10_000) | 0;
  return fourDigits(digit(state, first), (value - imul(first, 10_000)) | 0);
}

function fourDigits(state: number, value: number): number {
  const first = (value / 1_000) | 0;
  return threeDigits(digit(state, first), (value - imul(first, 1_000)) | 0);
}

function threeDigits(state: number, value: number): number {
  const first = (value / 100) | 0;
  return twoDigits(digit(state, first), (value - imul(first, 100)) | 0);
}

function twoDigits(state: number, value: number): number {
  const first = (value / 10) | 0;
  return digit(digit(state, first), (value - imul(first, 10)) | 0);
}

const digit = (state: number, value: number): number => imul(state ^ (DIGIT_ZERO + value), PRIME);
