import { normalCdf } from '../distributions.js';
import { insufficient, problemOfLevel } from '../outcome.js';
import type { InsufficientData, Outcome } from '../outcome.js';
import { spentLevel } from './spending.js';
import type { Spending } from './spending.js';
import { ALL_PATHS, densityAt, massAbove, survive } from './surviving-paths.js';
import type { Corridor, SurvivingPaths } from './surviving-paths.js';

/** What is fixed when the trial starts. */
export interface SequentialPlan {
  /** Level of the whole trial: both sides of a two-sided test together. */
  readonly alpha: number;
  /** 2: better and worse are both found. 1: only better, where the caller turns the sign so that more is better. */
  readonly sides: 1 | 2;
  readonly spending: Spending;
}

/** One look and what it may conclude. */
export interface SequentialLook {
  /** Share of the planned information: above 1 where the trial ran over. */
  readonly fraction: number;
  /** Level spent up to and with this look, both sides together. */
  readonly spent: number;
  /** |Z| (Z with one side) from which the look stops the trial; null where no double can tell it from "never". */
  readonly bound: number | null;
  /** The p-value, two-sided with two sides, at the bound. */
  readonly nominalLevel: number;
}

/** The bounds of the looks taken so far, or planned. A plain value: it can be stored and read again. */
export interface SequentialDesign extends SequentialPlan {
  readonly kind: 'group_sequential';
  readonly looks: readonly SequentialLook[];
}

/** Less new information than this share of all so far makes no look of its own. */
const SMALLEST_STEP = 1e-6;
/** P(Z > 37.5) is 1e-307: a smaller level is none. */
const HIGHEST_BOUND = 37.5;

/**
 * Bounds of a group-sequential test at any looks: late, early, skipped or added ones need only say what share of the
 * planned information they had, for the level that may be spent depends on nothing else. Each bound makes the
 * probability, without effect, of crossing there and at no look before equal to the level newly spent.
 *
 * A look at a share of 1 or more spends all that is left; so does the last one of the list with `closed`, when a
 * trial ends short of its plan. An overrun look has its real correlation with those before.
 *
 * Source: Lan & DeMets, Biometrika 70 (1983); Armitage, McPherson & Rowe, JRSS A 132 (1969).
 *
 * @param fractions shares of the planned information, ascending; looks still to come may be among them
 * @example five equal looks, α 0.05, two sides, obrien_fleming // bounds 4.8769 3.3570 2.6803 2.2898 2.0310
 */
export function sequentialDesign(
  plan: SequentialPlan,
  fractions: readonly number[],
  { closed = false }: { readonly closed?: boolean } = {},
): Outcome<SequentialDesign> {
  const problem = problemOfLevel(plan.alpha) ?? problemOfFractions(fractions);
  if (problem !== undefined) return problem;
  const level = plan.alpha / plan.sides;
  const looks: SequentialLook[] = [];
  let paths = ALL_PATHS;
  let spentBefore = 0;
  for (const [index, fraction] of fractions.entries()) {
    const last = index === fractions.length - 1;
    const spent = closed && last ? level : spentLevel(plan.spending, level, fraction);
    const bound = boundFor(paths, fraction, spent - spentBefore);
    const nominalLevel = bound === null ? 0 : plan.sides * normalCdf(-bound);
    looks.push({ fraction, spent: spent * plan.sides, bound, nominalLevel });
    spentBefore = spent;
    if (!last) paths = survive(paths, fraction, corridorOf(plan, fraction, bound), stepAfter(fractions, index));
  }
  return { kind: 'group_sequential', ...plan, looks };
}

/** The part of the B scale in which the trial goes on after a look. */
export function corridorOf({ sides }: SequentialPlan, fraction: number, bound: number | null): Corridor {
  const upper = bound === null ? Infinity : bound * Math.sqrt(fraction);
  return { lower: sides === 2 ? -upper : -Infinity, upper };
}

/** The information from one look to the next; none counts after the last. */
export const stepAfter = (fractions: readonly number[], index: number): number =>
  (fractions[index + 1] ?? Infinity) - (fractions[index] ?? 0);

/** The problem with a list of looks, if there is one. */
export function problemOfFractions(fractions: readonly number[]): InsufficientData | undefined {
  if (fractions.length === 0) return insufficient('too_few_units', 'There is no look.');
  let before = 0;
  for (const fraction of fractions) {
    if (!Number.isFinite(fraction)) return insufficient('not_finite', 'A share of the information is not finite.');
    if (!(fraction - before > SMALLEST_STEP * fraction)) {
      return insufficient('out_of_range', `A look at ${fraction} brings no information after one at ${before}.`);
    }
    before = fraction;
  }
  return undefined;
}

/** The z with P(survived so far, Z ≥ z) = level: Newton's steps on the logarithm, kept within a bracket. */
function boundFor(paths: SurvivingPaths, time: number, level: number): number | null {
  const scale = Math.sqrt(time);
  const excess = (z: number): number => Math.log(massAbove(paths, time, z * scale) / level);
  if (!(level > 0) || !(excess(HIGHEST_BOUND) < 0)) return null;
  let [low, high] = [-HIGHEST_BOUND, HIGHEST_BOUND];
  let z = 2;
  for (let step = 0; step < 200 && high - low > 1e-13 * Math.max(1, Math.abs(z)); step += 1) {
    const above = massAbove(paths, time, z * scale);
    const logarithm = Math.log(above / level);
    if (Math.abs(logarithm) < 1e-14) break;
    if (logarithm > 0) low = z;
    else high = z;
    const newton = z + (logarithm * above) / (scale * densityAt(paths, time, z * scale));
    z = newton > low && newton < high ? newton : (low + high) / 2;
  }
  return z;
}

/** One design is asked for many metrics and under many drifts; its paths are the same each time. */
const known = new WeakMap<SequentialDesign, readonly SurvivingPaths[]>();

/** The paths that survived before each look of a design. */
export function survivorsOf(design: SequentialDesign): readonly SurvivingPaths[] {
  const found = known.get(design);
  if (found !== undefined) return found;
  const fractions = design.looks.map(({ fraction }) => fraction);
  const before = [ALL_PATHS];
  design.looks.slice(0, -1).reduce((paths, { fraction, bound }, index) => {
    const after = survive(paths, fraction, corridorOf(design, fraction, bound), stepAfter(fractions, index));
    before.push(after);
    return after;
  }, ALL_PATHS);
  known.set(design, before);
  return before;
}
