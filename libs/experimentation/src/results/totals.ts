import type { CovariateSums } from '#libs/contracts';
import type { CohortSums, CohortUnits, ForcedCount } from '../aggregate/cohorts.js';
import type { AggregateAsked } from '../aggregate/aggregate-line.js';
import { addDays, zonedDay } from '../aggregate/days.js';
import type { LevelName, LevelSums } from '../aggregate/levels.js';
import type { DenominatorSums, LeftOut, UnitCount, VariantSums } from './reading.js';

/** Units by variant, of those that met one and count; and how many met several. */
export function unitTotals(units: readonly CohortUnits[]): { known: UnitCount[]; several: number } {
  const counts = new Map<string | null, number>();
  for (const { variant, reason, units: count } of units)
    if (reason === null) counts.set(variant, (counts.get(variant) ?? 0) + count);
  const known = [...counts].flatMap(([variant, count]) => (variant === null ? [] : [{ variant, units: count }]));
  return { known, several: counts.get(null) ?? 0 };
}

/** Units that are left out, by reason and variant: those of the aggregate, and those that met forced variants only. */
export function leftOutTotals(units: readonly CohortUnits[], forced: readonly ForcedCount[]): LeftOut[] {
  const counts = new Map<string, LeftOut>();
  for (const { reason, variant, units: count } of [...units, ...forced.map((one) => ({ ...one, reason: 'forced' }))]) {
    if (reason === null) continue;
    const key = JSON.stringify([reason, variant]);
    counts.set(key, { reason, variant, units: (counts.get(key)?.units ?? 0) + count });
  }
  return [...counts.keys()].toSorted().flatMap((key) => counts.get(key) ?? []);
}

/**
 * Of each line of what was asked, by variant: the sums over all cohorts, and over those of which every unit's window is
 * closed. A cohort's are when its day, and then the days of the window, are over.
 */
export function lineTotals(
  sums: readonly Omit<CohortSums, 'phase'>[],
  { lines, zone, dataThrough }: AggregateAsked,
): VariantSums[][] {
  const through = zonedDay(dataThrough, zone);
  return lines.map(({ windowDays, denominator, covariateDays }, index) => {
    const own = sums.filter(({ line }) => line === index + 1);
    const openFrom = addDays(through, -windowDays);
    return [...new Set(own.map(({ variant }) => variant))].map((variant) => {
      const cohorts = own.filter((one) => one.variant === variant);
      const closed = cohorts.filter(({ cohort_day }) => cohort_day < openFrom);
      return {
        variant,
        units: unitsOf(cohorts),
        total: sumOf(cohorts, 'sum_y'),
        total_of_squares: sumOf(cohorts, 'sum_yy'),
        closed_units: unitsOf(closed),
        closed_total: sumOf(closed, 'sum_y'),
        closed_total_of_squares: sumOf(closed, 'sum_yy'),
        denominators: denominator === null ? null : { all: denominatorOf(cohorts), closed: denominatorOf(closed) },
        covariates:
          covariateDays === 0
            ? null
            : { all: covariateOf(cohorts, denominator !== null), closed: covariateOf(closed, denominator !== null) },
      };
    });
  });
}

type SumKey = Extract<keyof CohortSums, `sum_${string}`>;

const denominatorOf = (cohorts: readonly Omit<CohortSums, 'phase'>[]): DenominatorSums => ({
  total: sumOf(cohorts, 'sum_x'),
  total_of_squares: sumOf(cohorts, 'sum_xx'),
  total_of_products: sumOf(cohorts, 'sum_xy'),
});

const covariateOf = (cohorts: readonly Omit<CohortSums, 'phase'>[], isRatio: boolean): CovariateSums => {
  const of = (letters: 'c' | 'cc' | 'cy' | 'cx' | 'd' | 'dd' | 'dy' | 'dx' | 'cd'): string =>
    sumOf(cohorts, `sum_${letters}`);
  const denominator = isRatio
    ? { cx: of('cx'), d: of('d'), dd: of('dd'), dy: of('dy'), dx: of('dx'), cd: of('cd') }
    : null;
  return { c: of('c'), cc: of('cc'), cy: of('cy'), denominator };
};

const unitsOf = (cohorts: readonly Omit<CohortSums, 'phase'>[]): number =>
  cohorts.reduce((sum, { units }) => sum + units, 0);

const sumOf = (cohorts: readonly Omit<CohortSums, 'phase'>[], name: SumKey): string =>
  cohorts.reduce((sum, one) => sum + BigInt(one[name] ?? 0), 0n).toString();

/** Of lines by their place in what was asked, from 0: the same by level, in the order of their units. */
export function levelTotals(
  sums: readonly LevelSums[],
  asked: AggregateAsked,
): { line: number; levels: (LevelName & { variants: VariantSums[] })[] }[] {
  const names = new Map(sums.map(({ kind, level }) => [JSON.stringify([kind, level]), { kind, level }]));
  const each = [...names.values()].map((name) => {
    const own = sums.filter(({ kind, level }) => kind === name.kind && level === name.level);
    return { name, totals: lineTotals(own, asked) };
  });
  const numbers = [...new Set(sums.map(({ line }) => line))].toSorted((left, right) => left - right);
  return numbers.map((number) => {
    const levels = each.map(({ name, totals }) => ({ ...name, variants: totals[number - 1] ?? [] }));
    return { line: number - 1, levels: levels.toSorted(byUnits) };
  });
}

const order = ['named', 'other', 'unknown'] as const;

type Level = LevelName & { readonly variants: readonly VariantSums[] };

const byUnits = (left: Level, right: Level): number =>
  order.indexOf(left.kind) - order.indexOf(right.kind) ||
  sizeOf(right) - sizeOf(left) ||
  ((left.level ?? '') < (right.level ?? '') ? -1 : 1);

const sizeOf = ({ variants }: Level): number => variants.reduce((sum, { units }) => sum + units, 0);
