import type { FileEffectView, FileMetricView } from '#libs/contracts';
import { numberText, percentText, pText, signedText } from '#libs/experimentation';
import type { Drawn } from './interval-plot.js';

/** An effect as tables and plots show it: relative where there is one, else in the unit of the metric. */
export interface Shown {
  readonly effect: string;
  readonly interval: string;
  readonly p: string;
  /** Relative; null where that has no interval. */
  readonly drawn: Drawn | null;
}

const none = '—';

export function shownOf(
  { absolute, relative }: Pick<FileEffectView, 'absolute' | 'relative'>,
  joint: FileEffectView['joint'] = null,
): Shown {
  if (absolute.kind !== 'estimate') return { effect: none, interval: none, p: none, drawn: null };
  const p = pText(joint?.p_value ?? absolute.p_value);
  if (relative.kind !== 'estimate') {
    const { lower, upper } = absolute.interval;
    return {
      effect: signedText(absolute.estimate),
      interval: `${signedText(lower)} to ${signedText(upper)}`,
      p,
      drawn: null,
    };
  }
  const { lower, upper } = relative.interval;
  return {
    effect: percentText(relative.estimate),
    interval: `${percentText(lower)} to ${percentText(upper)}`,
    p,
    drawn: { estimate: relative.estimate, lower, upper },
  };
}

/** What is measured, and how: `mean, capped at 47.94 (p99), adjusted by prior_spend`. */
export function whatOf({ kind, quantile, cap, covariate }: FileMetricView): string {
  const what = kind === 'quantile' ? `${Number((100 * (quantile ?? 0)).toFixed(4))}th percentile` : kind;
  const capped =
    cap === null ? [] : [`capped at ${numberText(cap.value)}${cap.asked.startsWith('p') ? ` (${cap.asked})` : ''}`];
  const adjusted =
    covariate === null
      ? []
      : [`adjusted by ${covariate.name} (${percentText(covariate.variance_reduction).slice(1)} less variance)`];
  return [what, ...capped, ...adjusted].join(', ');
}

/** A variant's value: a share in percent. */
export const valueText = ({ kind }: Pick<FileMetricView, 'kind'>, mean: number | null): string => {
  if (mean === null) return none;
  return kind === 'proportion' ? `${numberText(100 * mean)} %` : numberText(mean);
};

/** What the intervals for any time say of the days: how it stands, and when zero was first excluded. */
export function daysText(metric: FileMetricView, variant: string): string | null {
  const { days } = metric;
  const at = (index: number) => days?.[index]?.effects.find((one) => one.variant === variant)?.always_valid;
  const last = days?.at(-1);
  const now = at((days?.length ?? 0) - 1);
  if (days === null || last === undefined || now?.kind !== 'estimate') return null;
  const excludes = (index: number): boolean => {
    const found = at(index);
    return found?.kind === 'estimate' && (found.interval.lower > 0 || found.interval.upper < 0);
  };
  const first = days.find((_, index) => excludes(index))?.day;
  const { relative, interval } = now;
  const size =
    relative.kind === 'estimate'
      ? `${percentText(relative.interval.lower)} to ${percentText(relative.interval.upper)}`
      : `${signedText(interval.lower)} to ${signedText(interval.upper)}`;
  const when = first === undefined ? 'on no day did it exclude zero' : `it excluded zero first on ${first}`;
  return `${metric.key} in ${variant}: ${size} by ${last.day}, valid whenever it is read; ${when}.`;
}

/** What the effect beside it has less: `without the cap`. */
export function withoutText({ cap, covariate }: FileMetricView): string {
  if (cap !== null && covariate !== null) return 'without either';
  return cap === null ? 'unadjusted' : 'without the cap';
}
