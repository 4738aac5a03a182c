import type { EffectView, LookComparison, MetricReadout, MetricVerdict, PValueValidity } from '#libs/contracts';
import type { Experiment } from '../experiment/experiment.js';
import { alphaEach } from '../experiment/plan-units.js';
import { problemOfCap } from '../look/caps.js';
import { plannedPair } from '../look/comparison.js';
import { closesAt } from '../look/closes-at.js';
import { lineScale, type MetricLine } from '../metric/metric-line.js';
import { adjustedEffectsOf } from './adjusted-effects.js';
import { approximationOf } from './approximation.js';
import { cappingOf } from './capping.js';
import { effectOf, numbersOf, type EffectOptions, type Sums } from './effects.js';
import { quantileReadout, quantileSoFar } from './quantile-effects.js';
import { phasesOf } from './phase-samples.js';
import type { FoundLine, VariantSums } from './reading.js';

/** Of an experiment without a plan. */
export const defaultAlpha = 0.05;

interface ReadingContext {
  readonly dataThrough: Date;
  /** Nothing speaks against the effects. */
  readonly trusted: boolean;
  /** What looks have said last of each treatment, on the primary metric. */
  readonly looked: readonly LookComparison[];
}

/** What one line shows: numbers so far, effects of units whose window is closed, and what its p-values are worth. */
export function metricReadoutOf(
  experiment: Experiment,
  line: MetricLine,
  found: FoundLine,
  context: ReadingContext,
): MetricReadout {
  const { plan } = experiment;
  const alpha = plan === null ? defaultAlpha : alphaEach(plan, experiment);
  const primary = experiment.metrics[0] === line.metric && line.reading === 'all' && line.addedAt === null;
  const maturity = maturityOf(experiment, line, found.variants, context.dataThrough);
  const { validity, text } = validityOf(experiment, maturity, primary);
  const closed = found.variants.map(closedSums);
  const measured = { kind: line.definition.kind, scale: lineScale(line) };
  const optionsOf = ({ variant }: Sums): EffectOptions =>
    plan === null ? { alpha } : { alpha, plannedUnits: plannedPair(plan, [experiment.baseline, variant]) };
  const baseline = closed.find(({ variant }) => variant === experiment.baseline);
  const quantile =
    line.definition.kind === 'quantile'
      ? quantileReadout(experiment, found.variants, measured, { alpha, closed })
      : null;
  const soFar = found.variants.map((sums) => numbersOf(allSums(sums), measured));
  const means = closed
    .filter(({ variant }) => variant !== experiment.baseline)
    .flatMap((treatment) => {
      if (baseline === undefined) return [];
      return [effectOf(measured, baseline, treatment, optionsOf(treatment))];
    });
  const effects = quantile?.effects ?? means;
  const isJudged = primary && plan?.adjustment === 'cuped';
  const adjusted =
    quantile !== null
      ? null
      : adjustedEffectsOf(experiment, { line, closed, scale: measured.scale, isJudged, optionsOf });
  const judged = isJudged ? (adjusted?.kind === 'adjusted' ? adjusted.effects : []) : effects;
  return {
    metric: { key: line.metric, version: line.version, ...line.definition },
    reading: line.reading,
    window_days: line.windowDays,
    added_at: line.addedAt?.toISOString() ?? null,
    facts: Object.fromEntries(factsOf(line)),
    primary,
    maturity,
    closed: { variants: quantile?.variants ?? closed.map((sums) => numbersOf(sums, measured)), effects },
    adjusted,
    capping: cappingOf(experiment, { line, found, effects, measured, optionsOf }),
    approximation: approximationOf(experiment, line, found.variants),
    so_far: { variants: quantile === null ? soFar : quantileSoFar(found.variants, soFar, measured) },
    alpha,
    validity,
    validity_text: text,
    verdicts:
      context.trusted && problemOfCap(line, found) === undefined
        ? verdictsOf(validity, judged, line, alpha, context.looked)
        : [],
    query: found.query,
  };
}

const factsOf = ({ numerator, denominator }: MetricLine): [string, number][] =>
  [numerator, ...(denominator === null ? [] : [denominator])].map(({ fact }) => [fact.key, fact.version]);

function maturityOf(
  experiment: Experiment,
  line: MetricLine,
  variants: readonly VariantSums[],
  dataThrough: Date,
): MetricReadout['maturity'] {
  const { enrolmentClosedAt } = experiment;
  const { windowDays } = line;
  const units = variants.reduce((sum, one) => sum + one.units, 0);
  const closed = variants.reduce((sum, one) => sum + one.closed_units, 0);
  // With the cohort of the last day.
  const end = closesAt(experiment, [line]);
  const ended = enrolmentClosedAt !== null && enrolmentClosedAt <= dataThrough;
  const final = ended && units > 0 && closed === units;
  const share = `${closed.toLocaleString('en-US')} of ${units.toLocaleString('en-US')} units`;
  const text = final
    ? `All windows of ${windowDays} days are closed: these numbers no longer change.`
    : `So far: ${share} have a closed window of ${windowDays} days; the others still change.`;
  return { units, closed_units: closed, closes_at: end?.toISOString() ?? null, final, text };
}

/** A fixed-horizon test may be read once, at its planned end: with the planned units, enrolment ended and windows closed. */
function validityOf(
  { plan, enrolmentClosedAt }: Experiment,
  { closed_units, final }: MetricReadout['maturity'],
  primary: boolean,
): { validity: PValueValidity; text: string } {
  if (plan === null)
    return {
      validity: 'no_plan',
      text: 'No sample size was planned: the p-value holds only if this is the one time that anybody looks. The always-valid interval holds whenever it is read.',
    };
  if (primary && plan.procedure !== 'fixed')
    return {
      validity: 'see_looks',
      text: 'A reading between looks spends nothing and gives no verdict: the plan’s looks do. The always-valid interval holds whenever it is read.',
    };
  const planned = plan.units.total.toLocaleString('en-US');
  if (final && (closed_units >= plan.units.total || (plan.procedure !== 'fixed' && !primary)))
    return {
      validity: 'final',
      text:
        closed_units >= plan.units.total
          ? `The planned ${planned} units are there and complete: this is the planned reading.`
          : 'All its windows are closed: this is the one reading that its p-values are for.',
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

function verdictsOf(
  validity: PValueValidity,
  effects: readonly EffectView[],
  line: MetricLine,
  alpha: number,
  looked: readonly LookComparison[],
): MetricReadout['verdicts'] {
  if (validity === 'see_looks')
    return looked.flatMap(({ variant, verdict }) => (verdict === null ? [] : [{ variant, verdict }]));
  return validity === 'final' ? effects.flatMap((one) => verdictOf(one, line, alpha)) : [];
}

function verdictOf({ variant, absolute }: EffectView, { definition }: MetricLine, alpha: number) {
  if (absolute.kind !== 'estimate') return [];
  const good = definition.direction === 'increase' ? absolute.estimate > 0 : absolute.estimate < 0;
  const verdict: MetricVerdict = absolute.p_value > alpha ? 'no_difference_found' : good ? 'better' : 'worse';
  return [{ variant, verdict }];
}

/** Of units whose window is closed. */
export const closedSums = (sums: VariantSums): Sums => ({
  variant: sums.variant,
  units: sums.closed_units,
  sum: sums.closed_total,
  sumOfSquares: sums.closed_total_of_squares,
  denominator: sums.denominators?.closed ?? null,
  covariate: sums.covariates?.closed ?? null,
  ...phasesOf(sums.variant, sums),
});

const allSums = (sums: VariantSums): Sums => ({
  variant: sums.variant,
  units: sums.units,
  sum: sums.total,
  sumOfSquares: sums.total_of_squares,
  denominator: sums.denominators?.all ?? null,
  covariate: sums.covariates?.all ?? null,
});
