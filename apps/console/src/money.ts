import { decimal, locale, typographic } from './format.js';

/** Integer minor units in a currency; one that Intl does not know keeps two digits and its own code. */
export function money(minorUnits: number, currency: string): string {
  try {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    return typographic(format.format(minorUnits / 10 ** digits));
  } catch {
    return `${decimal(minorUnits / 100)} ${currency}`;
  }
}

let companyCurrency = 'USD';

/** Said by the session, before any page is shown: base amounts and metrics of amounts are in this currency. */
export function holdCompanyCurrency(code: string): void {
  companyCurrency = code;
}

export const isCompanyCurrency = (code: string): boolean => code === companyCurrency;

/** Minor units of the company's currency. */
export const baseMoney = (minorUnits: number): string => money(minorUnits, companyCurrency);
