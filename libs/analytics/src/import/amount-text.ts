/** Reads an amount of money as whole minor units, or gives undefined if it is none. */
export type AmountReader = (value: string | number, digits: number) => number | undefined;

const decimal = /^(?<whole>\d{1,15})(?:\.(?<part>\d*))?$/;

/**
 * `minor`: a whole number of minor units. `major`: a decimal number whose digits after the point are no more than the
 * currency has. Digits beyond may be what a program prints of a binary fraction: zeros, or six zeros or nines and then
 * anything, as in 85.64999999999999 for 85.65; any other is an amount that the currency does not have. Read as text, never
 * by way of a binary fraction. A negative amount is none: a refund is an outcome.
 */
export function amountReader(unit: 'minor' | 'major'): AmountReader {
  return (value, digits) => {
    const found = decimal.exec(String(value).trim())?.groups;
    if (found === undefined) return undefined;
    const { whole = '', part = '' } = found;
    const kept = unit === 'minor' ? 0 : digits;
    const beyond = part.slice(kept);
    const isAbove = /^0*$|^0{6}/.test(beyond);
    if (!isAbove && !beyond.startsWith('999999')) return undefined;
    const amount = Number(whole + part.slice(0, kept).padEnd(kept, '0')) + (isAbove ? 0 : 1);
    return Number.isSafeInteger(amount) ? amount : undefined;
  };
}
