import type { LookView, LookWait, PlanStanding } from '#libs/contracts';
import { conditionalPower, isInsufficient, sequentialDesign, welchTest } from '#libs/stats';
import { alphaEach, plannedSteps, treatmentsOf } from '../experiment/plan-units.js';
import type { Experiment } from '../experiment/experiment.js';
import { lineScale, type MetricLine } from '../metric/metric-line.js';
import type { Reading } from '../results/reading.js';
import { brokenWhy } from '../results/trust.js';
import { basisOf, type Basis } from './basis.js';
import { fractionOf } from './comparison.js';
import { decisionOf } from './decision.js';
import { closesAt } from './closes-at.js';
import { nextLook, type LooksSoFar } from './due.js';
import { lineFor, sumsFor } from './lines.js';
import { comparisonsOf, guardrailsOf, latestOf } from './take-look.js';

const dayMs = 86_400_000;

type Plan = NonNullable<Experiment['plan']>;
type Standing = PlanStanding['standing'][number];

/** Where the plan stands by a reading that is no look: its looks so far, what is to come, and the rule's word. */
export function planStandingOf(
  experiment: Experiment,
  lines: readonly MetricLine[],
  reading: Reading,
  looks: readonly LookView[],
  wait?: LookWait,
): PlanStanding | null {
  const { plan } = experiment;
  if (plan === null) return null;
  const treatments = treatmentsOf(experiment).map(({ key }) => key);
  const latest = latestOf(looks);
  const line = lineFor(lines, plan.metric);
  const sums = line === undefined ? [] : sumsFor(reading, line);
  const baseline = sums.find(({ variant }) => variant === experiment.baseline);
  const guardrails = guardrailsOf(experiment, lines, reading);
  const last = looks.at(-1);
  const next = nextLook(experiment, lines, looksSoFar(experiment, looks))?.cut.toISOString() ?? null;
  return {
    procedure: plan.procedure,
    alpha_each: alphaEach(plan, experiment),
    looks,
    next_look_at: next,
    ...(wait !== undefined && wait.data_through === next ? { waits: wait } : {}),
    standing: treatments.flatMap((variant): Standing[] => {
      const treatment = sums.find((one) => one.variant === variant);
      if (line === undefined || baseline === undefined || treatment === undefined) return [];
      const past = comparisonsOf(looks, variant);
      const fraction = fractionOf(plan, baseline, treatment);
      const basis = basisOf(experiment, sums, [baseline, treatment]);
      return [{ variant, fraction, ...powersOf({ experiment, plan, line, basis, fraction, past }) }];
    }),
    days_left: line === undefined ? null : daysLeft(experiment, plan, line, reading),
    guardrails,
    decision:
      last?.kind === 'final'
        ? last.decision
        : decisionOf({
            broken: brokenWhy(experiment, reading),
            treatments,
            comparisons: latest,
            guardrails,
            ended: false,
          }),
  };
}

/** What the looks of an experiment decide of the next one. */
export function looksSoFar(experiment: Experiment, looks: readonly LookView[]): LooksSoFar {
  const latest = latestOf(looks);
  const last = looks.at(-1);
  return {
    lastCut: last === undefined ? undefined : new Date(last.data_through),
    isJudged: treatmentsOf(experiment).every(
      ({ key }) => latest.find(({ variant }) => variant === key)?.stage === 'final',
    ),
    hasFinal: last?.kind === 'final',
  };
}

interface Powered {
  readonly experiment: Experiment;
  readonly plan: Plan;
  readonly line: MetricLine;
  readonly basis: Basis;
  readonly fraction: number;
  readonly past: readonly { readonly fraction: number; readonly stage: string }[];
}

const unknown = { power_minimum_effect: null, power_trend: null };

/** By what is in: that the looks to come find the minimum effect if it is there, and if all goes on as it has. */
function powersOf({ experiment, plan, line, basis, fraction, past }: Powered): Omit<Standing, 'variant' | 'fraction'> {
  if (plan.procedure !== 'group_sequential' || past.at(-1)?.stage === 'final' || !(fraction > 0 && fraction < 1))
    return unknown;
  const alpha = alphaEach(plan, experiment);
  const test = welchTest(...basis.samples, { alpha });
  if (isInsufficient(test)) return unknown;
  const better = line.definition.direction === 'increase' ? 1 : -1;
  const taken = past.map((one) => one.fraction).filter((one) => one < fraction);
  const design = sequentialDesign({ alpha, sides: 2, spending: plan.spending }, [...taken, ...toCome(plan, fraction)]);
  if (isInsufficient(design)) return unknown;
  const z = (better * test.estimate) / test.standardError;
  const drift =
    (Math.abs(plan.units.absolute_effect) * 10 ** lineScale(line)) / (test.standardError * Math.sqrt(fraction));
  const under = (assumed: number | 'trend'): number | null => {
    const power = conditionalPower(design, { fraction, z, drift: assumed });
    return isInsufficient(power) ? null : power.upper;
  };
  return { power_minimum_effect: under(drift), power_trend: under('trend') };
}

/** Steps of the whole plan that lie ahead; the last is its end. */
const toCome = (plan: Plan, fraction: number): number[] =>
  plannedSteps(plan).filter((step) => step > fraction + 1e-3 || step === 1);

/** Until the planned units have closed windows, at the pace at which units came so far. */
function daysLeft(
  experiment: Experiment,
  plan: Plan,
  line: MetricLine,
  { dataThrough, units }: Reading,
): number | null {
  const started = experiment.rebucketedAt ?? experiment.startedAt;
  if (started === null) return null;
  const through = dataThrough.getTime();
  const end = closesAt(experiment, [line]);
  if (end !== undefined) return Math.max(0, Math.ceil((end.getTime() - through) / dayMs));
  const total = units.reduce((sum, one) => sum + one.units, 0);
  const enrolled = (through - started.getTime()) / dayMs;
  if (!(enrolled > 0 && total > 0)) return null;
  const needed = (plan.units.total / total) * enrolled;
  return Math.max(0, Math.ceil((started.getTime() - through) / dayMs + needed + line.windowDays));
}
