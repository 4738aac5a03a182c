import { minorUnitExponent } from '#libs/contracts';
import type { Money } from '#libs/scoring';

/** Amounts of one currency as English sentences write them: 250000 of USD is "$2,500.00", 500 of JPY is "¥500". */
export function moneyIn(currency: string): Money {
  // Of some currencies (IQD) Intl knows other digits than ISO 4217, by which amounts come.
  const digits = minorUnitExponent(currency);
  const format = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return (minorUnits) => format.format(minorUnits / 10 ** digits);
}
