/** Reads an amount of money as whole minor units, or gives undefined if it is none. */
export type AmountReader = (value: string | number, digits: number) => number | undefined;

const decimal = /^(?<whole>\d{1,15})(?:\.(?<part>\d*))?$/;

/**
 * `minor`: a whole number of minor units. `major`: a decimal number whose digits after the point are no more than the
 * currency has, zeros apart; exact, never by way of a binary fraction. A negative amount is none: a refund is an outcome.
 */
export function amountReader(unit: 'minor' | 'major'): AmountReader {
  return (value, digits) => {
    const found = decimal.exec(String(value).trim())?.groups;
    if (found === undefined) return undefined;
    const { whole = '', part = '' } = found;
    const kept = unit === 'minor' ? 0 : digits;
    if (/[^0]/.test(part.slice(kept))) return undefined;
    const amount = Number(whole + part.slice(0, kept).padEnd(kept, '0'));
    return Number.isSafeInteger(amount) ? amount : undefined;
  };
}
