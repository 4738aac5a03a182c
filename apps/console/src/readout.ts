import type {
  EffectView,
  ExperimentState,
  LineReading,
  MetricReadout,
  MetricVerdict,
  Readout,
  RelativeEffectView,
} from '#libs/contracts';
import type { Tone } from './components/badge.js';
import { change, decimal, percent, points, wholePercent } from './format.js';
import { baseMoney } from './money.js';

export const stateTone: Readonly<Record<ExperimentState, Tone>> = {
  draft: 'plain',
  running: 'good',
  closed: 'plain',
  paused: 'warn',
  stopped: 'plain',
  decided: 'plain',
};

export const stateWords: Readonly<Record<ExperimentState, string>> = {
  draft: 'Draft',
  running: 'Running',
  closed: 'Enrolment closed',
  paused: 'Paused',
  stopped: 'Stopped',
  decided: 'Decided',
};

/** One line of a readout from another. */
export const lineKey = ({ metric, reading }: MetricReadout): string => `${metric.key}.${metric.version}.${reading}`;

/** What a further reading of a metric counts. */
export const readingWords: Readonly<Record<LineReading, string | undefined>> = {
  all: undefined,
  normal_risk: 'counting only pledges of normal risk',
  net_of_fraud: 'net of fraud',
};

/** Its metric, and which reading of it. */
export function lineTitle({ metric, reading, added_at }: MetricReadout): string {
  const version = added_at === null ? '' : `, version ${metric.version}`;
  const words = readingWords[reading];
  return `${metric.name}${version}${words === undefined ? '' : `, ${words}`}`;
}

export type Verdict = MetricVerdict | 'none';

/** What the one planned reading says of a treatment; `none` until it is due, whatever the numbers look like. */
export const verdictOf = ({ verdicts }: MetricReadout, variant: string): Verdict =>
  verdicts.find((one) => one.variant === variant)?.verdict ?? 'none';

/** The effects that the plan judges by: the raw ones unless it has them adjusted. */
export const judgedEffects = ({ adjusted, closed }: MetricReadout): readonly EffectView[] =>
  adjusted?.kind === 'adjusted' && adjusted.primary ? adjusted.effects : closed.effects;

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

/** The baseline first: the others are read against it. */
export const baselineFirst = <Row extends { readonly variant: string }>(
  rows: readonly Row[],
  baseline: string,
): readonly Row[] =>
  rows.toSorted((one, other) => Number(other.variant === baseline) - Number(one.variant === baseline));

type Measured = Pick<MetricReadout['metric'], 'kind' | 'measure'>;

/** A mean in its metric's unit: a share, money, or a number. */
export function meanText({ kind, measure }: Measured, mean: number | null): string {
  if (mean === null) return '–';
  if (kind === 'proportion' || kind === 'retention') return percent(mean);
  return measure === 'money' ? baseMoney(mean) : decimal(mean);
}

/** A difference of means, signed, in its metric's unit. */
export const differenceText = (metric: Measured, value: number): string =>
  metric.kind === 'proportion' || metric.kind === 'retention'
    ? points(value)
    : `${value > 0 ? '+' : ''}${meanText(metric, value)}`;

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

export const isMismatch = ({
  sample_ratio,
  sample_ratio_over_time: overTime,
}: Pick<Readout, 'sample_ratio' | 'sample_ratio_over_time'>): boolean =>
  (sample_ratio.kind === 'estimate' && sample_ratio.mismatch) || (overTime?.kind === 'estimate' && overTime.alarm);

/** A metric beside the primary one that a treatment makes worse, as far as its interval tells. */
export interface Harm {
  readonly metric: MetricReadout;
  readonly effect: { readonly variant: string; readonly relative: RelativeEffectView };
  /** The planned reading says so; else it is a reason to look, not more. */
  readonly isVerdict: boolean;
}

/** What speaks against acting on the primary metric alone. Of a broken split nothing is known. */
export function harmsOf(readout: Readout): readonly Harm[] {
  if (isMismatch(readout)) return [];
  return readout.metrics
    .filter(({ primary, reading }) => !primary && reading === 'all')
    .flatMap((metric) =>
      metric.closed.effects.flatMap(({ variant, relative }) =>
        relative.kind === 'estimate' && isHarmful(metric.metric, relative)
          ? [{ metric, effect: { variant, relative }, isVerdict: verdictOf(metric, variant) === 'worse' }]
          : [],
      ),
    );
}

const isHarmful = ({ direction }: MetricReadout['metric'], { interval }: RelativeEffectView): boolean =>
  direction === 'increase' ? interval.upper < 0 : interval.lower > 0;
