import { combined, isInsufficient, type Outcome, type SampleStatistics, type Stratum } from '#libs/stats';
import { jointOf, statisticsOf, type Sums } from '../results/effects.js';
import { isPhased, pairsOf } from '../results/phase-samples.js';

/** One level in both variants. */
export interface LevelPair {
  readonly baseline: Sums;
  readonly treatment: Sums;
}

/** In either variant; what has fewer is a stratum with others. */
const leastUnits = 100;

/**
 * Levels as strata. Those with too few units in a variant are thrown together, and where these are too few still, with the
 * smallest that has enough: by their sizes alone, never by what their units did.
 *
 * A ratio is made linear at its variant's own value, y − R x over x̄, around R: strata then add up as those of a mean do.
 */
export function strataOf(levels: readonly LevelPair[]): Stratum[] {
  const pairs = merged(levels.flatMap(byPhase));
  const [first] = pairs;
  if (first === undefined) return [];
  const whole = pairs.slice(1).reduce(together, first);
  return pairs.map(({ baseline, treatment }, index) => ({
    name: String(index + 1),
    control: sampleOf(baseline, whole.baseline),
    treatment: sampleOf(treatment, whole.treatment),
  }));
}

/** Of several phases each is a stratum of its own: units of before a change are not weighed against those of after. */
const byPhase = (pair: LevelPair): LevelPair[] =>
  isPhased(pair.baseline)
    ? pairsOf(pair.baseline, pair.treatment).map(({ control, treated }) => ({ baseline: control, treatment: treated }))
    : [pair];

function merged(levels: readonly LevelPair[]): LevelPair[] {
  const large = levels.filter(isLarge).toSorted((one, other) => sizeOf(one) - sizeOf(other));
  const [first, ...more] = levels.filter((one) => !isLarge(one) && sizeOf(one) > 0);
  if (first === undefined) return large;
  const small = more.reduce(together, first);
  const [smallest, ...others] = large;
  if (smallest === undefined || isLarge(small)) return [...large, small];
  return [together(smallest, small), ...others];
}

const isLarge = ({ baseline, treatment }: LevelPair): boolean =>
  Math.min(baseline.units, treatment.units) >= leastUnits;

const sizeOf = ({ baseline, treatment }: LevelPair): number => baseline.units + treatment.units;

const together = (one: LevelPair, other: LevelPair): LevelPair => ({
  baseline: plus(one.baseline, other.baseline),
  treatment: plus(one.treatment, other.treatment),
});

function plus(one: Sums, other: Sums): Sums {
  const [left, right] = [one.denominator, other.denominator];
  return {
    variant: one.variant,
    units: one.units + other.units,
    sum: add(one.sum, other.sum),
    sumOfSquares: add(one.sumOfSquares, other.sumOfSquares),
    denominator:
      left === null || right === null
        ? (left ?? right)
        : {
            total: add(left.total, right.total),
            total_of_squares: add(left.total_of_squares, right.total_of_squares),
            total_of_products: add(left.total_of_products, right.total_of_products),
          },
    covariate: null,
  };
}

const add = (one: string, other: string): string => String(BigInt(one) + BigInt(other));

function sampleOf(sums: Sums, whole: Sums): Outcome<SampleStatistics> {
  if (sums.denominator === null || whole.denominator === null) return statisticsOf(sums);
  const all = statisticsOf(whole);
  const joint = jointOf(sums, sums.denominator);
  if (isInsufficient(all)) return all;
  if (isInsufficient(joint)) return joint;
  const mean = Number(whole.denominator.total) / whole.units;
  const linear = combined(joint, [[1 / mean, -all.mean / mean]]);
  return {
    n: joint.n,
    mean: all.mean + (linear.means[0] ?? 0),
    variance: Math.max(0, linear.covariances[0]?.[0] ?? 0),
  };
}
