import { Random, streams } from './random.js';
import type { RateRow } from './records.js';

const DAY = 86_400_000;

/** A currency: decimal places, units for a dollar at the history's beginning, and what counts as ten dollars' worth. */
interface Currency {
  readonly code: string;
  readonly decimals: number;
  readonly perBase: number;
  /** Prices are set in steps of this many units where a dollar's are in steps of one. */
  readonly step: number;
}

const currencies: readonly Currency[] = [
  { code: 'USD', decimals: 2, perBase: 1, step: 1 },
  { code: 'GBP', decimals: 2, perBase: 0.7635, step: 1 },
  { code: 'EUR', decimals: 2, perBase: 0.8672, step: 1 },
  { code: 'CAD', decimals: 2, perBase: 1.3985, step: 1 },
  { code: 'AUD', decimals: 2, perBase: 1.5312, step: 1 },
  { code: 'NZD', decimals: 2, perBase: 1.7424, step: 1 },
  { code: 'SGD', decimals: 2, perBase: 1.3015, step: 1 },
  { code: 'CHF', decimals: 2, perBase: 0.8035, step: 1 },
  { code: 'MXN', decimals: 2, perBase: 18.46, step: 10 },
  { code: 'SEK', decimals: 2, perBase: 9.512, step: 10 },
  { code: 'DKK', decimals: 2, perBase: 6.474, step: 5 },
  { code: 'NOK', decimals: 2, perBase: 10.12, step: 10 },
  { code: 'HKD', decimals: 2, perBase: 7.781, step: 10 },
  { code: 'JPY', decimals: 0, perBase: 151.9, step: 100 },
];

const byCode = new Map(currencies.map((currency) => [currency.code, currency]));

function currencyOf(code: string): Currency {
  const currency = byCode.get(code);
  if (currency === undefined) throw new RangeError(`No rate for the currency ${code}.`);
  return currency;
}

/** Dollars as an amount of `code` that somebody would ask or give: whole steps, in minor units, at least one step. */
export function roundAmount(dollars: number, code: string): number {
  const { decimals, perBase, step } = currencyOf(code);
  const units = Math.max(step, Math.round((dollars * perBase) / step) * step);
  return units * 10 ** decimals;
}

/** Dated currency rates: each moves by about half a percent a day. */
export class Rates {
  readonly #from: number;
  readonly #days: ReadonlyMap<string, readonly number[]>;

  constructor(seed: number, from: number, days: number) {
    this.#from = from;
    this.#days = new Map(currencies.map((currency, index) => [currency.code, walk(seed, index, currency, days)]));
  }

  /** Minor units of US dollars, at the rate of the UTC day of `time`. */
  inBase(amount: number, code: string, time: number): number {
    const rate = this.#days.get(code)?.[Math.floor((time - this.#from) / DAY)];
    if (rate === undefined) throw new RangeError(`No rate for ${code} on that day.`);
    return Math.round(((amount / 10 ** currencyOf(code).decimals) * 100) / rate);
  }

  ofDay(day: number): RateRow[] {
    const date = new Date(this.#from + day * DAY).toISOString().slice(0, 10);
    return [...this.#days].map(([currency, rates]) => ({ currency, day: date, per_base: rates[day] ?? 1 }));
  }
}

function walk(seed: number, index: number, { code, perBase }: Currency, days: number): number[] {
  const random = new Random(seed, streams.rate, index);
  let rate = perBase;
  return Array.from({ length: days }, () => {
    if (code !== 'USD') rate *= Math.exp(0.005 * random.normal());
    return Number(rate.toPrecision(6));
  });
}
