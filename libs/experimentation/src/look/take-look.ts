import type { GuardrailView, LookComparison, LookKind, LookView, LookWithoutNumbers } from '#libs/contracts';
import { alphaEach, treatmentsOf } from '../experiment/plan-units.js';
import type { Experiment } from '../experiment/experiment.js';
import { lineScale, type MetricLine } from '../metric/metric-line.js';
import type { Reading } from '../results/reading.js';
import { brokenWhy } from '../results/trust.js';
import { basisOf } from './basis.js';
import { comparisonOf } from './comparison.js';
import { decisionOf } from './decision.js';
import { capsOf, foundFor, problemOfCap, withFrozen } from './caps.js';
import { closesAt } from './closes-at.js';
import { guardrailOf } from './guardrails.js';
import { lineFor, sumsFor } from './lines.js';

/** What a look is made of, beside the reading: who or what asked for it. */
export interface LookCause {
  readonly number: number;
  readonly kind: LookKind;
  readonly takenAt: Date;
  readonly declaredBy: LookView['declared_by'];
  readonly reason: string | null;
  /** It was taken without all that it needed. */
  readonly late?: boolean;
}

/**
 * A look: what the plan's procedure says of each treatment that has no verdict yet, the guardrails, and what the rule of
 * the plan makes of it. From stored sums alone, so that the same reading gives the same look, bit for bit.
 */
export function lookOf(
  experiment: Experiment & { readonly plan: NonNullable<Experiment['plan']> },
  lines: readonly MetricLine[],
  found: Reading,
  past: readonly LookView[],
  { number, kind, takenAt, declaredBy, reason, late }: LookCause,
): LookView {
  const { plan } = experiment;
  const caps = capsOf(lines, found, past, number);
  const reading = withFrozen(found, caps);
  const broken = brokenWhy(experiment, reading);
  const alpha = alphaEach(plan, experiment);
  const line = lineFor(lines, plan.metric);
  const primary = line === undefined ? [] : sumsFor(reading, line);
  const baseline = primary.find(({ variant }) => variant === experiment.baseline);
  const comparisons =
    line === undefined || baseline === undefined || broken !== null
      ? []
      : treatmentsOf(experiment).flatMap(({ key }): (LookComparison | LookWithoutNumbers)[] => {
          const earlier = comparisonsOf(past, key);
          const treatment = primary.find(({ variant }) => variant === key);
          if (treatment === undefined || earlier.at(-1)?.stage === 'final') return [];
          const uncapped = problemOfCap(line, foundFor(reading, line));
          if (uncapped !== undefined) return [{ kind: 'insufficient_data', variant: key, ...uncapped }];
          const closed = isClosed(experiment, line, reading);
          const scale = lineScale(line);
          const basis = basisOf(experiment, primary, [baseline, treatment]);
          return [comparisonOf({ plan, alpha, line, scale, baseline, treatment, basis, past: earlier, closed })];
        });
  const guardrails = guardrailsOf(experiment, lines, reading);
  return {
    number,
    kind,
    data_through: reading.dataThrough.toISOString(),
    ...(reading.facts === null ? {} : { facts: reading.facts }),
    ...(late === undefined ? {} : { late }),
    taken_at: takenAt.toISOString(),
    declared_by: declaredBy,
    reason,
    procedure: plan.procedure,
    comparisons,
    guardrails,
    ...(caps.length === 0 ? {} : { caps }),
    decision: decisionOf({
      broken,
      treatments: treatmentsOf(experiment).map(({ key }) => key),
      comparisons: latestOf([...past, { comparisons }]),
      guardrails,
      ended: kind === 'final',
    }),
  };
}

/** Each guardrail of the plan for each treatment, as the reading has it. */
export function guardrailsOf(experiment: Experiment, lines: readonly MetricLine[], reading: Reading): GuardrailView[] {
  const { plan } = experiment;
  if (plan === null) return [];
  return plan.guardrails.flatMap((guardrail) => {
    const line = lineFor(lines, guardrail.metric);
    if (line === undefined) return [];
    const sums = sumsFor(reading, line);
    const baseline = sums.find(({ variant }) => variant === experiment.baseline);
    const { direction } = line.definition;
    const closed = isClosed(experiment, line, reading);
    return treatmentsOf(experiment).flatMap(({ key }) => {
      const treatment = sums.find(({ variant }) => variant === key);
      if (baseline === undefined || treatment === undefined) return [];
      const uncapped = problemOfCap(line, foundFor(reading, line))?.detail ?? null;
      return [
        guardrailOf({ plan, guardrail, uncapped, direction, scale: lineScale(line), baseline, treatment, closed }),
      ];
    });
  });
}

/** What looks have said of one treatment, in order; those without numbers spent nothing. */
export const comparisonsOf = (looks: readonly Pick<LookView, 'comparisons'>[], variant: string): LookComparison[] =>
  looks
    .flatMap(({ comparisons }) => comparisons)
    .filter((one): one is LookComparison => !('kind' in one) && one.variant === variant);

/** What looks have said last of each treatment. */
export function latestOf(looks: readonly Pick<LookView, 'comparisons'>[]): LookComparison[] {
  const latest = new Map<string, LookComparison>();
  for (const one of looks.flatMap(({ comparisons }) => comparisons)) if (!('kind' in one)) latest.set(one.variant, one);
  return [...latest.values()];
}

function isClosed(experiment: Experiment, line: MetricLine, { dataThrough }: Reading): boolean {
  const at = closesAt(experiment, [line]);
  return at !== undefined && at <= dataThrough;
}
