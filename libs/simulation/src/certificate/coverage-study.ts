import type { CertificateBound } from '#libs/contracts';
import { isInsufficient, normalApproximation } from '#libs/stats';
import type { Random } from '../random.js';
import type { Population } from './population.js';
import { atLeast, shareRow, within } from './rows.js';
import type { Study } from './study.js';

/** Whether each of some intervals holds its truth; undefined where there is no interval. */
export type Held = readonly (boolean | undefined)[];

export interface Covered {
  readonly interval: string;
  readonly bound: CertificateBound | null;
}

/** How often intervals hold the truth: for each of them a counter of those that do, and one of all. */
export function coverageStudy(
  name: string,
  experiments: number,
  intervals: readonly Covered[],
  prepare: () => (random: Random) => Held,
): Study {
  return {
    name: `coverage, ${name}`,
    experiments,
    counters: 2 * intervals.length,
    prepare: () => {
      const draw = prepare();
      return (random, tally) => {
        draw(random).forEach((held, index) => {
          if (held === undefined) return;
          tally[2 * index] = (tally[2 * index] ?? 0) + (held ? 1 : 0);
          tally[2 * index + 1] = (tally[2 * index + 1] ?? 0) + 1;
        });
      };
    },
    rows: (tally) =>
      intervals.map(({ interval, bound }, index) =>
        shareRow({ what: `${name}: ${interval}` }, tally[2 * index] ?? 0, tally[2 * index + 1] ?? 0, bound),
      ),
  };
}

/** As wide as it says, neither more nor less. */
export const exactly = within(0.95, 0.005);
/** At least as wide as it says. */
export const enough = atLeast(0.95);

/** Whether the rule that the readout goes by calls the normal approximation good, for both variants. */
export const isNormal = (...variants: readonly (readonly [population: Population, n: number])[]): boolean =>
  variants.every(([{ events, skewness }, n]) => {
    const rule = normalApproximation({ n, events: Math.min(n, events * n), skewness });
    return !isInsufficient(rule) && rule.holds;
  });
