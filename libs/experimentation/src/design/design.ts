import type {
  DesignDetectable,
  DesignDuration,
  DesignHelp,
  DesignQuery,
  EffectSize,
  ExperimentPlan,
  InsufficientDataView,
  MetricCertificateView,
  MetricKind,
  PlannedUnits,
} from '#libs/contracts';
import { mostLooks } from '#libs/contracts';
import { VerdictError } from '#libs/errors';
import {
  detectableMeanEffect,
  detectableShareEffect,
  durationOf,
  isInsufficient,
  sequenceInflation,
  type DetectionOptions,
} from '#libs/stats';
import { alphaEach, plannedSteps, planUnits } from '../experiment/plan-units.js';

/** What a design is made for, of what its metric was before any experiment. */
export interface Designed {
  readonly metric: string;
  readonly kind: MetricKind;
  readonly windowDays: number;
  readonly minimumEffect: EffectSize;
  readonly certificate: MetricCertificateView;
}

type DesignedPlan = Omit<ExperimentPlan, 'guardrails'>;
type Arms = Parameters<typeof planUnits>[1];

/** Enrolment of so many days is looked at, whatever was asked. */
const usualEnrolments = [7, 14, 28, 56];
const recentDays = 7;
/** Of a plan. */
const longestDays = 1_000;

/**
 * Units, days and the smallest effect that is found, from what the metric was: its mean and spread, and how many new units
 * each day brought. Without days of its own a plan has as many as its units take; those decide how often it is looked at,
 * and so, by half a percent, how many units it takes.
 */
export function designOf(designed: Designed, asked: DesignQuery): Omit<DesignHelp, 'version'> {
  const { metric, certificate } = designed;
  const { baseline, unit } = certificate;
  const daily = certificate.arrivals.map(({ units }) => units * asked.coverage);
  const head = { kind: 'design', metric, unit, certificate, units_per_day: recentPace(daily) } as const;
  if (baseline.kind !== 'baseline')
    return { ...head, plan: baseline, units: baseline, duration: baseline, detectable: [] };
  const arms = armsOf(asked.variants);
  const timeOf = (total: number): DesignDuration | InsufficientDataView =>
    durationView(durationOf(total, { newUnitsByDay: daily, windowDays: designed.windowDays }));
  const { plan, units } = settled(planOf(designed, asked, baseline), asked, {
    unitsOf: (one) => unitsOf(one, arms, designed.kind),
    timeOf,
  });
  return {
    ...head,
    plan,
    units,
    duration: units.kind === 'planned_units' ? timeOf(units.total) : units,
    detectable: [...new Set([...usualEnrolments, ...(asked.days === undefined ? [] : [asked.days])])]
      .toSorted((one, other) => one - other)
      .map((enrolment) => detectableIn(enrolment, { plan, arms, daily, kind: designed.kind })),
  };
}

interface Reckoning {
  readonly unitsOf: (plan: DesignedPlan) => DesignHelp['units'];
  readonly timeOf: (total: number) => DesignDuration | InsufficientDataView;
}

/** More days are more looks, which take more units, which take more days: a few rounds end it. */
const mostRounds = 8;

/** A plan with as many days as its units take, and its units. */
function settled(bare: DesignedPlan, asked: DesignQuery, { unitsOf: ask, timeOf }: Reckoning) {
  let plan = asked.days === undefined ? bare : withDays(bare, asked.days);
  let units = ask(plan);
  for (let round = 0; round < mostRounds && asked.days === undefined && units.kind === 'planned_units'; round++) {
    const taken = timeOf(units.total);
    // Longer than any plan may be: it has no days, and the duration says how many it would take.
    if (taken.kind !== 'duration' || taken.enrolment_days > longestDays) return { plan: bare, units: ask(bare) };
    if (taken.enrolment_days <= (plan.days ?? 0)) break;
    plan = withDays(bare, taken.enrolment_days);
    units = ask(plan);
  }
  return { plan, units };
}

/** Looked at as often as was asked for, and no more often than a plan may be. */
const withDays = (bare: DesignedPlan, days: number): DesignedPlan => ({
  ...bare,
  days,
  look_days: Math.max(bare.look_days, Math.ceil(days / mostLooks)),
});

/** One share each, the first of them the baseline's. */
function armsOf(count: number): Arms {
  const variants = Array.from({ length: count }, (_, index) => ({
    key: index === 0 ? 'control' : count === 2 ? 'treatment' : `treatment_${index}`,
    weight: 1 / count,
  }));
  return { variants, baseline: 'control' };
}

const isShare = (kind: MetricKind): boolean => kind === 'proportion' || kind === 'retention';

function planOf(
  { metric, kind, minimumEffect }: Designed,
  { power, alpha, procedure, spending, look_days }: DesignQuery,
  { mean, standard_deviation }: { readonly mean: number; readonly standard_deviation: number },
): DesignedPlan {
  return {
    metric,
    baseline: mean,
    ...(isShare(kind) || standard_deviation === 0 ? {} : { standard_deviation }),
    minimum_effect: minimumEffect,
    power,
    alpha,
    procedure,
    spending,
    look_days,
  };
}

function unitsOf(plan: DesignedPlan, arms: Arms, kind: MetricKind): DesignHelp['units'] {
  try {
    const planned: PlannedUnits = planUnits(plan, arms, kind);
    return { kind: 'planned_units', ...planned };
  } catch (error) {
    if (!(error instanceof VerdictError)) throw error;
    const [problem] = error.problems;
    return insufficient(problem?.rule ?? 'out_of_range', problem?.detail ?? error.message);
  }
}

/** The first comparison decides: all have the same weight. */
function detectableIn(
  enrolment: number,
  { plan, arms, daily, kind }: { plan: DesignedPlan; arms: Arms; daily: readonly number[]; kind: MetricKind },
): DesignHelp['detectable'][number] {
  const units = Math.floor(unitsAfter(enrolment, daily));
  const each = Math.floor(units / arms.variants.length);
  const options = { ...spendingOf({ ...plan, days: enrolment }, arms), control: each, treatment: each };
  if ('kind' in options) return { ...options, enrolment_days: enrolment };
  const found = isShare(kind)
    ? detectableShareEffect({ share: plan.baseline }, options)
    : detectableMeanEffect({ mean: plan.baseline, standardDeviation: plan.standard_deviation ?? 0 }, options);
  if (isInsufficient(found)) return { ...found, enrolment_days: enrolment };
  const { absolute, relative } = found;
  const detectable: DesignDetectable = {
    kind: 'detectable_effect',
    enrolment_days: enrolment,
    units,
    absolute,
    relative,
  };
  return detectable;
}

/** What its procedure costs, as in the units that a plan takes. */
function spendingOf(
  plan: DesignedPlan,
  arms: Arms,
): Pick<DetectionOptions, 'alpha' | 'power' | 'looks' | 'designEffect'> | InsufficientDataView {
  const { power, procedure, spending } = plan;
  const options = { alpha: alphaEach(plan, arms), power };
  if (procedure === 'group_sequential') return { ...options, looks: { fractions: plannedSteps(plan), spending } };
  if (procedure !== 'confidence_sequence') return options;
  const inflation = sequenceInflation(options.alpha, power);
  return isInsufficient(inflation) ? inflation : { ...options, designEffect: inflation.factor };
}

/** As `durationOf`: beyond what is known, days bring what the last seven did. */
function unitsAfter(days: number, daily: readonly number[]): number {
  const known = daily.slice(0, days).reduce((sum, units) => sum + units, 0);
  return known + Math.max(0, days - daily.length) * (recentPace(daily) ?? 0);
}

function recentPace(daily: readonly number[]): number | null {
  const recent = daily.slice(-recentDays);
  return recent.length === 0 ? null : recent.reduce((sum, units) => sum + units, 0) / recent.length;
}

function durationView(found: ReturnType<typeof durationOf>): DesignDuration | InsufficientDataView {
  if (isInsufficient(found)) return found;
  return { kind: 'duration', enrolment_days: found.enrolmentDays, days: found.days };
}

const insufficient = (why: string, detail: string): InsufficientDataView => ({
  kind: 'insufficient_data',
  why,
  detail,
});
