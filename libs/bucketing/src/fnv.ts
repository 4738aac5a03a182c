const { imul, trunc } = Math;

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
  let divisor = 1;
  while (divisor * 10 <= value) divisor *= 10;
  let hash = OFFSET_BASIS;
  for (let rest = value; divisor >= 1; divisor /= 10) {
    const digit = trunc(rest / divisor);
    rest -= digit * divisor;
    hash = imul(hash ^ (DIGIT_ZERO + digit), PRIME);
  }
  return hash >>> 0;
}
