import { Weighted } from './weighted.js';

/** A country that people come from: shares are percent; the offset is that of its standard time, in hours. */
export interface Country {
  readonly code: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly offset: number;
  /** Of visitors. */
  readonly visitors: number;
  /** Of projects, as in the public listing of 2009 to 2018 (0: not open to creators there). */
  readonly projects: number;
}

const row = (text: string): Country => {
  const [code = '', currency = '', timeZone = '', offset, visitors, projects] = text.split(' ');
  return { code, currency, timeZone, offset: Number(offset), visitors: Number(visitors), projects: Number(projects) };
};

/** Code, currency, time zone, offset, share of visitors, share of projects. */
export const countries: readonly Country[] = [
  'US USD America/New_York -5 61 77.4',
  'GB GBP Europe/London 0 10 9.4',
  'CA CAD America/Toronto -5 6 4.3',
  'AU AUD Australia/Sydney 10 4.4 1.9',
  'DE EUR Europe/Berlin 1 3.8 1.1',
  'FR EUR Europe/Paris 1 2.3 0.9',
  'IT EUR Europe/Rome 1 0.9 0.9',
  'NL EUR Europe/Amsterdam 1 1.4 0.8',
  'ES EUR Europe/Madrid 1 1.1 0.6',
  'MX MXN America/Mexico_City -6 0.6 0.6',
  'SE SEK Europe/Stockholm 1 1 0.6',
  'NZ NZD Pacific/Auckland 12 0.7 0.3',
  'IE EUR Europe/Dublin 0 0.5 0.2',
  'HK HKD Asia/Hong_Kong 8 0.5 0.2',
  'DK DKK Europe/Copenhagen 1 0.6 0.2',
  'CH CHF Europe/Zurich 1 0.7 0.2',
  'BE EUR Europe/Brussels 1 0.5 0.2',
  'AT EUR Europe/Vienna 1 0.4 0.2',
  'NO NOK Europe/Oslo 1 0.6 0.2',
  'SG SGD Asia/Singapore 8 0.8 0.1',
  'JP JPY Asia/Tokyo 9 1.2 0.1',
  'KR USD Asia/Seoul 9 0.3 0',
  'TW USD Asia/Taipei 8 0.4 0',
  'BR USD America/Sao_Paulo -3 0.4 0',
  'PL USD Europe/Warsaw 1 0.4 0',
  'FI EUR Europe/Helsinki 2 0.4 0',
  'PT EUR Europe/Lisbon 0 0.2 0',
  'IN USD Asia/Kolkata 5.5 0.3 0',
].map((text) => row(text));

export const visitorCountries = new Weighted(countries, ({ visitors }) => visitors);
export const projectCountries = new Weighted(countries, ({ projects }) => projects);

/** Share of a day's visits by the hour of local time: quiet nights, a long evening. */
const VISITS_BY_HOUR = [
  2, 1.2, 0.8, 0.6, 0.6, 0.8, 1.6, 2.8, 4, 5, 5.4, 5.6, 6, 6, 5.8, 5.6, 5.4, 5.4, 5.8, 6.4, 7, 7.2, 6, 3.6,
];
const visitHours = new Weighted(
  VISITS_BY_HOUR.map((weight, hour) => ({ hour, weight })),
  ({ weight }) => weight,
);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A moment of the UTC day, in ms after its midnight, at which somebody with this offset is likely to be about. */
export function momentOfDay(offset: number, hourDraw: number, minuteDraw: number): number {
  const local = (visitHours.at(hourDraw).hour + minuteDraw) * HOUR;
  return Math.floor((local - offset * HOUR + DAY) % DAY);
}
