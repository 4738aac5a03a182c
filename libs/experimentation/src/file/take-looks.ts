import type { FileEmptyLook, FileLookView, FileLooks } from '#libs/contracts';
import {
  confidenceSequence,
  isInsufficient,
  relativeConfidenceSequence,
  sequentialDesign,
  sequentialTest,
  type InsufficientData,
  type SampleStatistics,
} from '#libs/stats';
import { relativeView } from '../results/effects.js';

/** One treatment beside the baseline at the end of a day. */
export interface Point {
  readonly day: string;
  readonly baseline: SampleStatistics;
  readonly treatment: SampleStatistics;
}

export interface TakenBy {
  readonly procedure: FileLooks['procedure'];
  /** Of this comparison alone, both sides together. */
  readonly alpha: number;
  /** Units of both sides at the plan's end; null: there is no plan, and no group-sequential look. */
  readonly planned: { readonly baseline: number; readonly treatment: number } | null;
  /** The look of this day spends whatever is left. */
  readonly closesOn: string | null;
}

type Look = FileLookView | FileEmptyLook;

/** Units of both sides at which a sequence is narrowest without a plan: it must not be chosen by what came. */
const unplanned = 10_000;

/** The looks in order, until one is final: what comes after it changes nothing. */
export function looksOf(points: readonly Point[], by: TakenBy): Look[] {
  const looks: Look[] = [];
  for (const point of points) {
    const taken = looks.filter(isTaken);
    if (taken.at(-1)?.stage === 'final') break;
    looks.push(by.procedure === 'group_sequential' ? groupSequential(point, by, taken) : alwaysValid(point, by));
  }
  return looks;
}

export const isTaken = (look: Look): look is FileLookView => !('kind' in look);

/** Information is 1/(1/n_A + 1/n_B) up to the spread of a unit, which its share of the plan's does without. */
function fractionOf({ baseline, treatment }: Point, { planned }: TakenBy): number | null {
  if (planned === null) return null;
  return information(baseline.n, treatment.n) / information(planned.baseline, planned.treatment);
}

const information = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : (a * b) / (a + b));

function groupSequential(point: Point, by: TakenBy, taken: readonly FileLookView[]): Look {
  const { day, baseline, treatment } = point;
  const fraction = fractionOf(point, by) ?? 0;
  const before = taken.flatMap((look) => look.fraction ?? []);
  if (baseline.n < 2 || treatment.n < 2 || !(fraction > 0)) return without(day, tooFew);
  const closed = by.closesOn !== null && day >= by.closesOn;
  // Of two looks at the same units the later holds all that the earlier would have found.
  const earlier = closed ? before.filter((one) => one < fraction) : before;
  if (!closed && fraction <= (before.at(-1) ?? 0)) return without(day, nothingNew);
  const plan = { alpha: by.alpha, sides: 2, spending: 'obrien_fleming' } as const;
  const design = sequentialDesign(plan, [...earlier, fraction], { closed });
  if (isInsufficient(design)) return without(day, design);
  const test = sequentialTest(baseline, treatment, design);
  if (isInsufficient(test)) return without(day, test);
  const { stage, crossed, statistic, bound, estimate, interval, pValue, relative } = test;
  const side = crossed === null ? 'no_difference_found' : crossed === 'upper' ? 'higher' : 'lower';
  return {
    day,
    units: { baseline: baseline.n, treatment: treatment.n },
    fraction,
    stage,
    verdict: stage === 'final' ? side : null,
    spent: design.looks.at(-1)?.spent ?? null,
    bound,
    statistic,
    estimate,
    interval,
    p_value: pValue,
    relative: relative === null ? null : withoutP(relativeView(relative)),
  };
}

function alwaysValid(point: Point, by: TakenBy): Look {
  const { day, baseline, treatment } = point;
  const { alpha, planned } = by;
  const options = { alpha, plannedUnits: planned === null ? unplanned : planned.baseline + planned.treatment };
  const sequence = confidenceSequence(baseline, treatment, options);
  if (isInsufficient(sequence)) return without(day, sequence);
  const { estimate, interval, pValue, statistic } = sequence;
  const crossed = interval.lower > 0 ? 'higher' : interval.upper < 0 ? 'lower' : null;
  const closed = by.closesOn !== null && day >= by.closesOn;
  return {
    day,
    units: { baseline: baseline.n, treatment: treatment.n },
    fraction: fractionOf(point, by),
    stage: crossed !== null || closed ? 'final' : 'interim',
    verdict: crossed ?? (closed ? 'no_difference_found' : null),
    spent: null,
    bound: null,
    statistic,
    estimate,
    interval,
    p_value: pValue,
    relative: withoutP(relativeView(relativeConfidenceSequence(baseline, treatment, options))),
  };
}

/** A look has one p-value, which is that of the difference. */
function withoutP(effect: ReturnType<typeof relativeView>): FileLookView['relative'] {
  if (effect.kind === 'insufficient_data') return effect;
  const { p_value: _, ...view } = effect;
  return view;
}

const tooFew = { why: 'too_few_units', detail: 'A variant has fewer than 2 units yet.' } as const;
const nothingNew = { why: 'no_new_units', detail: 'No unit has come since the look before.' } as const;

const without = (
  day: string,
  { why, detail }: { readonly why: InsufficientData['why'] | 'no_new_units'; readonly detail: string },
): FileEmptyLook => ({
  kind: 'insufficient_data',
  day,
  why,
  detail,
});
