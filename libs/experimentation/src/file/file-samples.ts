import { isInsufficient, type Outcome, type SampleStatistics } from '#libs/stats';
import { adjustedSamples, type AdjustedSamples } from '../results/adjusted-samples.js';
import { statisticsOf } from '../results/effects.js';
import { sumsOf, type Totals } from './totals.js';

/** Samples of a metric by variant, and what a covariate did to them. */
export interface MetricSamples {
  readonly samples: readonly Outcome<SampleStatistics>[];
  /** Null without a covariate, and where it could not be used. */
  readonly adjustment: AdjustedSamples | null;
}

/** In the order of the totals. The covariate's factor is of all variants together. */
export function samplesOf(totals: readonly Totals[], hasCovariate: boolean): MetricSamples {
  const sums = totals.map(sumsOf);
  const plain = sums.map(statisticsOf);
  if (!hasCovariate) return { samples: plain, adjustment: null };
  const adjustment = adjustedSamples(sums);
  return isInsufficient(adjustment)
    ? { samples: plain, adjustment: null }
    : { samples: adjustment.samples, adjustment };
}
