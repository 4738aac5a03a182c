import type { EffectView, InsufficientDataView, VariantNumbers } from '#libs/contracts';
import {
  fiellerInterval,
  isInsufficient,
  quantileFrom,
  welchTest,
  type Outcome,
  type Quantile,
  type SampleStatistics,
} from '#libs/stats';
import type { Experiment } from '../experiment/experiment.js';
import { absoluteView, numbersOf, relativeView, type Measured, type Sums } from './effects.js';
import type { VariantSums } from './reading.js';

/** The numbers of a quantile and its effects, of units whose window is closed. */
export interface QuantileReadout {
  readonly variants: readonly VariantNumbers[];
  readonly effects: readonly EffectView[];
}

/**
 * A quantile by the order statistics of each variant: the value, and the error behind the interval that holds for any
 * distribution. Two of them differ as means do, by the normal reference. What may be read at any time, and what to believe of a
 * lift, are of means: of a quantile neither is known.
 */
export function quantileReadout(
  { baseline }: Pick<Experiment, 'baseline'>,
  found: readonly VariantSums[],
  measured: Measured,
  { alpha, closed }: { readonly alpha: number; readonly closed: readonly Sums[] },
): QuantileReadout {
  const factor = 10 ** measured.scale;
  const isPhased = found.some(({ phases }) => phases !== undefined);
  const quantiles = found.map((one) => ({ variant: one.variant, quantile: quantileOf(one) }));
  const control = sampleOf(quantiles.find(({ variant }) => variant === baseline)?.quantile);
  return {
    variants: closed.map((sums, index) => ({
      ...numbersOf(sums, measured),
      ...quantileNumbers(quantiles[index]?.quantile, factor),
    })),
    effects: quantiles.flatMap(({ variant, quantile }) => {
      if (variant === baseline) return [];
      if (found.some(({ phases }) => phases !== undefined))
        return [
          { variant, absolute: notByPhase, relative: notByPhase, always_valid: onlyOfMeans, posterior: onlyOfMeans },
        ];
      const pair = isPhased ? ([severalPhases, severalPhases] as const) : ([control, sampleOf(quantile)] as const);
      return [
        {
          variant,
          absolute: absoluteView(welchTest(...pair, { alpha }), factor),
          relative: relativeView(fiellerInterval(...pair, { alpha })),
          always_valid: onlyOfMeans,
          posterior: onlyOfMeans,
        },
      ];
    }),
  };
}

/** Of all units so far: the value alone. */
export const quantileSoFar = (found: readonly VariantSums[], numbers: readonly VariantNumbers[], { scale }: Measured) =>
  numbers.map((one, index) => {
    const estimate = found[index]?.ranked?.estimate;
    return { ...one, mean: estimate === undefined ? null : Number(estimate) / 10 ** scale, standard_deviation: null };
  });

/** The quantile in place of a mean; a deviation of a unit says nothing of it, its interval does. */
function quantileNumbers(quantile: Outcome<Quantile> | undefined, factor: number) {
  if (quantile === undefined || isInsufficient(quantile)) return { mean: null, standard_deviation: null };
  const { estimate, interval } = quantile;
  return {
    mean: estimate / factor,
    standard_deviation: null,
    interval: { lower: interval.lower / factor, upper: interval.upper / factor },
  };
}

function quantileOf({ closed_units: n, ranked }: VariantSums): Outcome<Quantile> {
  if (ranked == null || ranked.closed === null) return tooFew(n);
  const { estimate, lower, upper } = ranked.closed;
  const values = { estimate: Number(estimate), lower: Number(lower), upper: Number(upper) };
  return quantileFrom(n, values, { alpha: ranked.alpha });
}

/** A quantile of all units mixes those of before a change with those of after. */
const notByPhase: InsufficientDataView = {
  kind: 'insufficient_data',
  why: 'several_phases',
  detail:
    'The experiment has several phases, which are mixed otherwise in each variant: quantiles are not compared within each.',
};

const tooFew = (n: number) => ({
  kind: 'insufficient_data' as const,
  why: 'too_few_units' as const,
  detail: `${n} units with a closed window have no interval for this quantile.`,
});

const severalPhases = {
  kind: 'insufficient_data' as const,
  why: 'inconsistent_sums' as const,
  detail:
    'Weights or targeting have changed: a quantile of several phases mixes early and late units otherwise in each variant.',
};

const sampleOf = (quantile: Outcome<Quantile> | undefined): Outcome<SampleStatistics> => {
  if (quantile === undefined) return tooFew(0);
  return isInsufficient(quantile) ? quantile : quantile.sample;
};

const onlyOfMeans: InsufficientDataView = {
  kind: 'insufficient_data',
  why: 'quantile',
  detail: 'Of a quantile this is not known: read its effect once, when all windows are closed.',
};
