import type { Outcome, SampleStatistics } from '#libs/stats';
import type { Random } from '../random.js';

/** What a variant has so far: n, Σy, Σy², and of a second variable x. */
export class Sums {
  n = 0;
  y = 0;
  yy = 0;
  x = 0;
  xx = 0;
  xy = 0;
  /** Σ of the squares of the units, where n counts their clusters. */
  squares = 0;
}

/** A metric of units that are drawn one after the other, with its truth. */
export interface Population {
  readonly mean: number;
  /** Of one unit's value; of a ratio, of what is left of it to first order. */
  readonly variance: number;
  readonly skewness: number;
  /** Share of the units whose value is not 0. */
  readonly events: number;
  /** Draws n more units. */
  readonly add: (random: Random, n: number, sums: Sums) => void;
  readonly sample: (sums: Sums) => Outcome<SampleStatistics>;
}

/** The same metric under any relative effect; 0 is the control's. */
export interface Metric {
  readonly name: string;
  readonly under: (lift: number) => Population;
}

/** One variant with n units. */
export function drawn(random: Random, population: Population, n: number): Outcome<SampleStatistics> {
  const sums = new Sums();
  population.add(random, n, sums);
  return population.sample(sums);
}
