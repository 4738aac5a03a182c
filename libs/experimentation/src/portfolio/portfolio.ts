import type { NoPortfolio, Portfolio, PortfolioEffect, PortfolioGap, PortfolioQuery } from '#libs/contracts';
import { isInsufficient, shrunkenEffects } from '#libs/stats';
import { treatmentsOf } from '../experiment/plan-units.js';
import type { Experiment } from '../experiment/experiment.js';
import { lineFor, sumsFor } from '../look/lines.js';
import { linesOf, type PinnedMetric } from '../metric/metric-line.js';
import { samplesOf } from '../results/effects.js';
import type { Reading } from '../results/reading.js';
import { brokenWhy } from '../results/trust.js';
import { liftOf } from './lift.js';

const alpha = 0.05;
/** An experiment with what it was started with and what was read of it last. */
export interface Entry {
  readonly experiment: Experiment;
  readonly metrics: readonly PinnedMetric[];
  readonly reading: Reading | undefined;
}

export type Measured = Pick<
  PortfolioEffect,
  'experiment' | 'state' | 'variant' | 'units' | 'measured' | 'standard_error'
>;

/**
 * All effects on a metric, each as it is believed once the others are known: what looks best was lucky, too. Every
 * experiment counts that can be read, not those that were shipped, or there would be nothing to learn from.
 */
export function portfolioOf(entries: readonly Entry[], { metric, unit }: PortfolioQuery): Portfolio | NoPortfolio {
  const measured: Measured[] = [];
  const leftOut: PortfolioGap[] = [];
  for (const entry of entries)
    for (const found of effectsOf(entry, metric)) {
      if ('why' in found) leftOut.push(found);
      else measured.push(found);
    }
  const shrunken = shrunkenEffects(
    measured.map(({ measured: estimate, standard_error: standardError }) => ({ estimate, standardError })),
    { alpha },
  );
  if (isInsufficient(shrunken)) return { ...shrunken, left_out: leftOut };
  const { method, common, spread, effects } = shrunken;
  return {
    kind: 'portfolio',
    method,
    metric,
    unit,
    alpha,
    common: { estimate: common.estimate, standard_deviation: common.standardDeviation },
    spread,
    effects: effects
      .map(({ estimate, interval, shrinkage }, index) => ({
        ...measured[index]!,
        believed: estimate,
        interval,
        shrinkage,
      }))
      .toSorted((one, other) => other.believed - one.believed),
    left_out: leftOut,
  };
}

/** An experiment that has nothing to do with the metric is no gap. */
export function effectsOf({ experiment, metrics, reading }: Entry, metric: string): (Measured | PortfolioGap)[] {
  const line = lineFor(metrics.flatMap(linesOf), metric);
  if (line === undefined) return [];
  const gap = (why: string): PortfolioGap[] => [{ experiment: experiment.key, why }];
  if (reading === undefined) return gap('The warehouse has not been read for it.');
  const broken = brokenWhy(experiment, reading);
  if (broken !== null) return gap(broken);
  const sums = sumsFor(reading, line);
  const baseline = sums.find(({ variant }) => variant === experiment.baseline);
  return treatmentsOf(experiment).flatMap(({ key: variant }): (Measured | PortfolioGap)[] => {
    const treatment = sums.find((one) => one.variant === variant);
    if (baseline === undefined || treatment === undefined) return gap(`There is nothing of ${variant}.`);
    const [control, treated] = samplesOf(baseline, treatment);
    if (isInsufficient(control) || isInsufficient(treated)) return gap(`${variant}: too few windows are closed.`);
    const lift = liftOf(control, treated);
    if (lift === undefined) return gap(`${variant}: the baseline is not told from zero, or nothing varies.`);
    const { key, state } = experiment;
    return [{ experiment: key, state, variant, units: control.n + treated.n, ...lift }];
  });
}
