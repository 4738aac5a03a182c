import type { AdjustedEffects, InsufficientDataView } from '#libs/contracts';
import { isInsufficient } from '#libs/stats';
import type { Experiment } from '../experiment/experiment.js';
import type { MetricLine } from '../metric/metric-line.js';
import { adjustedSamples, reductionText } from './adjusted-samples.js';
import { effectOfSamples, type EffectOptions, type Sums } from './effects.js';

interface Adjusting {
  readonly line: Pick<MetricLine, 'definition'>;
  /** By variant, of units whose window is closed. */
  readonly closed: readonly Sums[];
  /** Sums are of values times 10^scale. */
  readonly scale: number;
  /** Whether the plan judges by them. */
  readonly isJudged: boolean;
  readonly optionsOf: (treatment: Sums) => EffectOptions;
}

/**
 * The effects of a line adjusted by what its units did before their exposure, of all variants of the experiment with units to
 * speak of; null where that is not known.
 */
export function adjustedEffectsOf(
  { variants, baseline }: Pick<Experiment, 'variants' | 'baseline'>,
  { line, closed, scale, isJudged, optionsOf }: Adjusting,
): AdjustedEffects | InsufficientDataView | null {
  if (closed.every(({ covariate }) => covariate === null)) return null;
  const keys = new Set(variants.map(({ key }) => key));
  const known = closed.filter(({ variant, units }) => keys.has(variant) && units > 1);
  const adjustment = adjustedSamples(known);
  if (isInsufficient(adjustment)) return adjustment;
  const { samples, pair, theta, varianceReduction } = adjustment;
  const factor = 10 ** scale;
  const control = known.find(({ variant }) => variant === baseline);
  const days = line.definition.covariate_days;
  return {
    kind: 'adjusted',
    method: 'cuped',
    covariate_days: days,
    variance_reduction: varianceReduction,
    theta,
    primary: isJudged,
    text: reductionText(`The same in the ${days} days before the exposure`, varianceReduction),
    variants: samples.map(({ mean, variance }, index) => ({
      variant: known[index]!.variant,
      units: known[index]!.units,
      mean: mean / factor,
      standard_deviation: Math.sqrt(variance) / factor,
    })),
    effects: known.flatMap((sums) => {
      if (control === undefined || sums.variant === baseline) return [];
      return [effectOfSamples(sums.variant, pair(control, sums), { ...optionsOf(sums), factor })];
    }),
  };
}
