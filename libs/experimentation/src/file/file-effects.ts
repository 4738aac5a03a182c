import type { EffectView, FileEffectView } from '#libs/contracts';
import {
  detectableMeanEffect,
  detectableShareEffect,
  isInsufficient,
  type Outcome,
  type Quantile,
  type SampleStatistics,
} from '#libs/stats';
import { effectOf, effectOfSamples, type EffectOptions } from '../results/effects.js';
import type { KnownMetric } from './file-kinds.js';
import type { MetricSamples } from './file-samples.js';
import { sumsOf, type Totals } from './totals.js';

/** A metric with all that was summed of it, the baseline first. */
export interface ReadMetric {
  readonly metric: KnownMetric;
  /** Sums are of values times 10^scale. */
  readonly scale: number;
  /** Without the cap. */
  readonly raw: readonly Totals[];
  /** With it; the same where there is none. */
  readonly totals: readonly Totals[];
  /** Null where it is no quantile. */
  readonly quantiles: readonly Outcome<Quantile>[] | null;
}

/** One treatment's effect at any level: families need it at several. */
export interface EffectCase {
  readonly metric: KnownMetric;
  readonly variant: string;
  readonly at: (alpha: number) => EffectView;
  /** Without cap and covariate; null where there is neither. */
  readonly plain: ((alpha: number) => EffectView) | null;
  readonly detectable: FileEffectView['detectable'];
}

interface CaseOptions {
  readonly alpha: number;
  readonly plannedUnits?: number;
}

/** Every treatment against the baseline. */
export function casesOf(read: ReadMetric, samples: MetricSamples, options: CaseOptions): EffectCase[] {
  const { metric, totals, raw } = read;
  const planned = options.plannedUnits === undefined ? {} : { plannedUnits: options.plannedUnits };
  return totals.slice(1).map(({ variant }, index) => {
    const hasPlain = metric.cap !== null || samples.adjustment !== null;
    const at = (alpha: number): EffectView => effectAt(read, samples, index + 1, { alpha, ...planned });
    const unadjusted = { samples: [], adjustment: null };
    const plain = (alpha: number): EffectView =>
      effectAt({ ...read, totals: raw }, unadjusted, index + 1, { alpha, ...planned });
    return {
      metric,
      variant,
      at,
      plain: hasPlain ? plain : null,
      detectable: detectableOf(read, samples, index + 1, options.alpha),
    };
  });
}

function effectAt(read: ReadMetric, samples: MetricSamples, index: number, options: EffectOptions): EffectView {
  const { metric, scale, totals, quantiles } = read;
  const { variant } = totals[index]!;
  const factor = 10 ** scale;
  if (quantiles !== null)
    return effectOfSamples(variant, [sampleOf(quantiles[0]!), sampleOf(quantiles[index]!)], { ...options, factor });
  if (samples.adjustment !== null)
    return effectOfSamples(variant, [samples.samples[0]!, samples.samples[index]!], { ...options, factor });
  return effectOf({ kind: metric.kind, scale }, sumsOf(totals[0]!), sumsOf(totals[index]!), options);
}

export const sampleOf = (quantile: Outcome<Quantile>): Outcome<SampleStatistics> =>
  isInsufficient(quantile) ? quantile : quantile.sample;

/** By the baseline's spread, with the units that both have. */
function detectableOf(
  { metric, scale, quantiles }: ReadMetric,
  { samples, adjustment }: MetricSamples,
  index: number,
  alpha: number,
): FileEffectView['detectable'] {
  const [control, treated] = [0, index].map((at) => (quantiles === null ? samples[at]! : sampleOf(quantiles[at]!)));
  if (control === undefined || isInsufficient(control)) return control ?? nothing;
  if (treated === undefined || isInsufficient(treated)) return treated ?? nothing;
  const { n, mean, variance } = control;
  const units = { control: n, treatment: treated.n, alpha };
  const found =
    metric.kind === 'proportion' && adjustment === null
      ? detectableShareEffect({ share: mean }, units)
      : detectableMeanEffect({ mean, standardDeviation: Math.sqrt(variance) }, units);
  return isInsufficient(found) ? found : { absolute: found.absolute / 10 ** scale, relative: found.relative };
}

const nothing = { kind: 'insufficient_data', why: 'too_few_units', detail: 'There are no units.' } as const;
