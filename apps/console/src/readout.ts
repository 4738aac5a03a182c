import type {
  EffectView,
  ExperimentState,
  ExperimentView,
  MetricReadout,
  MetricVerdict,
  MetricView,
} from '#libs/contracts';
import type { Tone } from './components/badge.js';
import { change, companyCurrency, money, percent, points, wholePercent } from './format.js';

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

export type Verdict = MetricVerdict | 'none';

/** What the one planned reading says of a treatment; `none` until it is due, whatever the numbers look like. */
export const verdictOf = ({ verdicts }: MetricReadout, variant: string): Verdict =>
  verdicts.find((one) => one.variant === variant)?.verdict ?? 'none';

export const verdictWords: Readonly<Record<Verdict, string>> = {
  better: 'Better',
  worse: 'Worse',
  no_difference_found: 'No difference found',
  none: 'No verdict yet',
};

export const verdictTone: Readonly<Record<Verdict, Tone>> = {
  better: 'good',
  worse: 'bad',
  no_difference_found: 'plain',
  none: 'plain',
};

/** A mean in its metric's unit: a share, or money. */
export function meanText({ kind }: MetricView, mean: number | null): string {
  if (mean === null) return '–';
  return kind === 'proportion' ? percent(mean) : money(mean, companyCurrency);
}

/** A difference of means, signed, in its metric's unit. */
export const differenceText = ({ kind }: MetricView, value: number): string =>
  kind === 'proportion' ? points(value) : `${value > 0 ? '+' : ''}${money(value, companyCurrency)}`;

/** "95 %" of an α of 0.05. */
export const levelOf = ({ alpha }: MetricReadout): string => wholePercent(1 - alpha);

/** One sentence for a treatment: what the plot shows, for those who do not see it. */
export function sentenceOf(metric: MetricReadout, { variant, relative }: EffectView): string {
  if (relative.kind === 'insufficient_data') return `${variant}: ${relative.detail}`;
  const verdict = verdictWords[verdictOf(metric, variant)].toLowerCase();
  if (relative.kind === 'unbounded')
    return `${variant}: ${change(relative.estimate)}, its interval is unbounded because the baseline may be zero, ${verdict}.`;
  const { lower, upper } = relative.interval;
  return `${variant}: ${change(relative.estimate)}, ${levelOf(metric)} interval ${change(lower)} to ${change(upper)}, ${verdict}.`;
}

/** "50 % / 50 %" of an experiment's variants, in their order. */
export const weightsOf = ({ variants }: ExperimentView): string =>
  variants.map(({ weight }) => wholePercent(weight)).join(' / ');
