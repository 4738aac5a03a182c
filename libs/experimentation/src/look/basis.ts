import type { LookAdjustment } from '#libs/contracts';
import { isInsufficient, type Outcome, type SampleStatistics } from '#libs/stats';
import type { Experiment } from '../experiment/experiment.js';
import { adjustedSamples } from '../results/adjusted-samples.js';
import { samplesOf, type Sums } from '../results/effects.js';

/** What a plan judges of one treatment. */
export interface Basis {
  /** The baseline's, then the treatment's. */
  readonly samples: readonly [Outcome<SampleStatistics>, Outcome<SampleStatistics>];
  /** Null: they are the raw ones. */
  readonly adjustment: LookAdjustment | null;
}

/**
 * The samples of the plan's metric that its verdict is about: the raw ones, or those that the plan has adjusted by what units did
 * before, with one factor for all variants of the experiment.
 */
export function basisOf(
  { plan, variants }: Pick<Experiment, 'plan' | 'variants'>,
  all: readonly Sums[],
  pair: readonly [baseline: Sums, treatment: Sums],
): Basis {
  if (plan?.adjustment !== 'cuped') return { samples: samplesOf(...pair), adjustment: null };
  const keys = new Set(variants.map(({ key }) => key));
  const known = all.filter(({ variant, units }) => keys.has(variant) && units > 1);
  const adjusted = adjustedSamples(known);
  const samples: Basis['samples'] = isInsufficient(adjusted) ? [adjusted, adjusted] : adjusted.pair(...pair);
  const variance_reduction = isInsufficient(adjusted) ? 0 : adjusted.varianceReduction;
  return { samples, adjustment: { method: 'cuped', variance_reduction } };
}
