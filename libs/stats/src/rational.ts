/** An exact number: numerator / denominator, the denominator positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?$/;

/**
 * Reads a plain decimal as a warehouse writes it (DECIMAL(38, s): digits, one point, no exponent), exactly.
 * Anything else is undefined.
 *
 * @example parseDecimal('-12.50') // { numerator: -1250n, denominator: 100n }
 */
export function parseDecimal(text: string): Rational | undefined {
  const match = DECIMAL.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  const digits = BigInt(whole + fraction);
  return { numerator: sign === '-' ? -digits : digits, denominator: 10n ** BigInt(fraction.length) };
}

/**
 * The double nearest to an exact number, ties to even.
 *
 * Number(a) / Number(b) would round three times and overflow above 1.8e308. Here the quotient gets 66 bits, of
 * which the last is set when anything was cut off below it (a sticky bit), so that the one rounding in Number()
 * is right. Results under 2.2e-308 may be rounded twice.
 */
export function toNumber({ numerator, denominator }: Rational): number {
  if (numerator === 0n) return 0;
  const magnitude = numerator < 0n ? -numerator : numerator;
  const shift = 66 - (bitLength(magnitude) - bitLength(denominator));
  const scaled = shift >= 0 ? magnitude << BigInt(shift) : magnitude;
  const divisor = shift >= 0 ? denominator : denominator << BigInt(-shift);
  const quotient = scaled / divisor;
  const sticky = quotient * divisor === scaled ? quotient : quotient | 1n;
  // 2 ** -shift itself may leave the range of doubles although the product does not: hence two factors.
  const half = Math.trunc(-shift / 2);
  const rounded = Number(sticky) * 2 ** half * 2 ** (-shift - half);
  return numerator < 0n ? -rounded : rounded;
}

const bitLength = (value: bigint): number => value.toString(2).length;
