import type { Effect, Experiment, ExperimentState, MetricResult } from './api.js';
import type { Tone } from './components/badge.js';
import { change, companyCurrency, integer, money, percent, points, significant } from './format.js';

export const stateTone: Readonly<Record<ExperimentState, Tone>> = {
  draft: 'plain',
  running: 'good',
  closed: 'info',
  paused: 'warn',
  stopped: 'plain',
  decided: 'info',
};

export const stateWords: Readonly<Record<ExperimentState, string>> = {
  draft: 'Draft',
  running: 'Running',
  closed: 'Enrolment closed',
  paused: 'Paused',
  stopped: 'Stopped',
  decided: 'Decided',
};

export type Verdict = 'better' | 'worse' | 'open';

/**
 * What an interval says, if it may say anything: while windows are open the numbers still change, so they are shown
 * without a verdict.
 */
export function verdictOf({ maturity, direction }: MetricResult, effect: Effect | null): Verdict {
  if (maturity === 'so_far' || effect?.kind !== 'estimate') return 'open';
  if (effect.lower <= 0 && effect.upper >= 0) return 'open';
  return effect.lower > 0 === (direction === 'increase') ? 'better' : 'worse';
}

export const verdictColour: Readonly<Record<Verdict, string>> = {
  better: 'var(--good)',
  worse: 'var(--bad)',
  open: 'var(--ink)',
};

/** A mean in its metric's unit. */
export function meanText({ kind, unit }: MetricResult, mean: number | null): string {
  if (mean === null) return '–';
  if (kind === 'proportion') return percent(mean);
  return unit === 'money' ? money(mean, companyCurrency) : significant(mean);
}

/** A difference of means, signed, in its metric's unit. */
export function differenceText(metric: MetricResult, value: number): string {
  if (metric.kind === 'proportion') return points(value);
  const sign = value > 0 ? '+' : '';
  return sign + meanText(metric, value);
}

/** One sentence for a variant: what the plot shows, for those who do not see it. */
export function sentenceOf(metric: MetricResult, variant: string, relative: Effect | null): string {
  if (relative === null) return `${variant} is the baseline.`;
  if (relative.kind === 'insufficient_data') return `${variant}: ${relative.detail}`;
  if (relative.kind === 'unbounded')
    return `${variant}: ${change(relative.estimate)}, with an unbounded interval, for the baseline may be zero.`;
  const interval = `95 % interval ${change(relative.lower)} to ${change(relative.upper)}`;
  const verdicts = { better: 'better', worse: 'worse', open: 'no verdict' };
  return `${variant}: ${change(relative.estimate)}, ${interval}, ${verdicts[verdictOf(metric, relative)]}.`;
}

/** "50 % / 50 %" of an experiment's variants, in their order. */
export const weightsOf = ({ variants }: Experiment): string =>
  variants.map(({ weight }) => `${integer(weight * 100)} %`).join(' / ');
