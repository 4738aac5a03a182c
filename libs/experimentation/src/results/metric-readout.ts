import type { EffectView, MetricReadout, MetricVerdict, PValueValidity } from '#libs/contracts';
import type { Experiment } from '../experiment/experiment.js';
import { metricCatalogue, metricView, type Metric } from '../experiment/metric-catalogue.js';
import { effectOf, numbersOf, type Sums } from './effects.js';
import type { MetricReading, VariantSums } from './reading.js';

const dayMs = 86_400_000;
const defaultAlpha = 0.05;

/** What one metric shows: numbers so far, effects of units whose window is closed, and what its p-values are worth. */
export function metricReadoutOf(
  experiment: Experiment,
  reading: MetricReading,
  context: { readonly dataThrough: Date; readonly trusted: boolean },
): MetricReadout {
  const metric = metricCatalogue[reading.metric];
  const alpha = experiment.plan?.alpha ?? defaultAlpha;
  const maturity = maturityOf(experiment, metric, reading.variants, context.dataThrough);
  const { validity, text } = validityOf(experiment, maturity);
  const closed = reading.variants.map(closedSums);
  const baseline = closed.find(({ variant }) => variant === experiment.baseline);
  const effects = closed
    .filter(({ variant }) => variant !== experiment.baseline)
    .flatMap((treatment) => (baseline === undefined ? [] : [effectOf(metric.kind, baseline, treatment, alpha)]));
  return {
    metric: metricView(metric),
    primary: experiment.metrics[0] === reading.metric,
    maturity,
    closed: { variants: closed.map(numbersOf), effects },
    so_far: { variants: reading.variants.map((sums) => numbersOf(allSums(sums))) },
    alpha,
    validity,
    validity_text: text,
    verdicts: validity === 'final' && context.trusted ? effects.flatMap((one) => verdictOf(one, metric, alpha)) : [],
    query: reading.query,
  };
}

function maturityOf(
  { enrolmentClosedAt }: Experiment,
  { window_days }: Metric,
  variants: readonly VariantSums[],
  dataThrough: Date,
): MetricReadout['maturity'] {
  const units = variants.reduce((sum, one) => sum + one.units, 0);
  const closed = variants.reduce((sum, one) => sum + one.closed_units, 0);
  const closesAt = enrolmentClosedAt && new Date(enrolmentClosedAt.getTime() + window_days * dayMs);
  const ended = enrolmentClosedAt !== null && enrolmentClosedAt <= dataThrough;
  const final = ended && units > 0 && closed === units;
  const share = `${closed.toLocaleString('en-US')} of ${units.toLocaleString('en-US')} units`;
  const text = final
    ? `All windows of ${window_days} days are closed: these numbers no longer change.`
    : `So far: ${share} have a closed window of ${window_days} days; the others still change.`;
  return { units, closed_units: closed, closes_at: closesAt?.toISOString() ?? null, final, text };
}

/** A fixed-horizon test may be read once, at its planned end: with the planned units, enrolment ended and windows closed. */
function validityOf(
  { plan, enrolmentClosedAt }: Experiment,
  { closed_units, final }: MetricReadout['maturity'],
): { validity: PValueValidity; text: string } {
  if (plan === null)
    return {
      validity: 'no_plan',
      text: 'No sample size was planned: the p-value holds only if this is the one time that anybody looks.',
    };
  const planned = plan.units.total.toLocaleString('en-US');
  if (final && closed_units >= plan.units.total)
    return {
      validity: 'final',
      text: `The planned ${planned} units are there and complete: this is the planned reading.`,
    };
  const reached = closed_units >= plan.units.total;
  const missing = reached
    ? `the planned ${planned} units are there; close enrolment and read once their windows are closed`
    : `${closed_units.toLocaleString('en-US')} of the planned ${planned} units have a closed window` +
      (enrolmentClosedAt === null ? '' : ', and enrolment has ended');
  return {
    validity: 'before_planned_end',
    text: `Fixed-horizon numbers, valid only at the planned end: ${missing}. Deciding on an early look finds winners that are none.`,
  };
}

function verdictOf({ variant, absolute }: EffectView, { direction }: Metric, alpha: number) {
  if (absolute.kind !== 'estimate') return [];
  const good = direction === 'increase' ? absolute.estimate > 0 : absolute.estimate < 0;
  const verdict: MetricVerdict = absolute.p_value > alpha ? 'no_difference_found' : good ? 'better' : 'worse';
  return [{ variant, verdict }];
}

const closedSums = (sums: VariantSums): Sums => ({
  variant: sums.variant,
  units: sums.closed_units,
  sum: sums.closed_total,
  sumOfSquares: sums.closed_total_of_squares,
});

const allSums = (sums: VariantSums): Sums => ({
  variant: sums.variant,
  units: sums.units,
  sum: sums.total,
  sumOfSquares: sums.total_of_squares,
});
