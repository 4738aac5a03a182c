import { minorUnitExponent } from '#libs/contracts';

export interface RateRow {
  readonly currency: string;
  /** UTC, YYYY-MM-DD. */
  readonly day: string;
  /** Units of the currency that one unit of the company's currency buys. */
  readonly per_base: number;
}

/** Dated rates of all currencies against the company's. */
export class RateTable {
  private readonly byCurrency = new Map<string, RateRow[]>();

  constructor(
    readonly base: string,
    rows: readonly RateRow[],
  ) {
    for (const row of rows.toSorted((left, right) => (left.day < right.day ? -1 : 1))) {
      const known = this.byCurrency.get(row.currency);
      if (known === undefined) this.byCurrency.set(row.currency, [row]);
      else known.push(row);
    }
  }

  isKnown(currency: string): boolean {
    return currency === this.base || this.byCurrency.has(currency);
  }

  /**
   * Minor units of the company's currency, by the latest rate of a day not after `day`; undefined before the first one.
   * = round(amount × 10^(eb − ec) ÷ rate), e the exponents of the minor units, halves away from zero.
   * Example: 500 JPY at 100 per USD is 500 × 10² ÷ 100 = 500 cents.
   */
  toBase(amount: number, currency: string, day: string): number | undefined {
    if (currency === this.base) return amount;
    const rate = this.rateOn(currency, day);
    if (rate === undefined) return undefined;
    const scale = 10 ** (minorUnitExponent(this.base) - minorUnitExponent(currency));
    const exact = (amount * scale) / rate;
    const rounded = Math.sign(exact) * Math.round(Math.abs(exact));
    return Number.isSafeInteger(rounded) ? rounded : undefined;
  }

  private rateOn(currency: string, day: string): number | undefined {
    const rows = this.byCurrency.get(currency) ?? [];
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((rows[middle]?.day ?? '') <= day) low = middle + 1;
      else high = middle;
    }
    return rows[low - 1]?.per_base;
  }
}
