import type { CovariateSums } from '#libs/contracts';
import type { CohortProducts, CohortShape, CohortUnits, ForcedCount } from '../aggregate/cohorts.js';
import type { AggregateAsked, AggregateLine } from '../aggregate/aggregate-line.js';
import { addDays, zonedDay } from '../aggregate/days.js';
import type { LevelName, LevelSums } from '../aggregate/levels.js';
import type { DenominatorSums, LeftOut, PhaseSums, ShapeSums, UnitCount, VariantSums } from './reading.js';

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

/** By level nobody asks how lopsided a line is. */
type LineSums = CohortProducts & Partial<CohortShape>;

/**
 * Of each line of what was asked, by variant: the sums over all cohorts, and over those of which every unit's window is
 * closed. A cohort's are when its day, and then the days of the window, are over. What stands beside a capped line is with it.
 */
export function lineTotals(
  sums: readonly LineSums[],
  { lines, zone, dataThrough, phasesFrom }: Pick<AggregateAsked, 'lines' | 'zone' | 'dataThrough' | 'phasesFrom'>,
): VariantSums[][] {
  const through = zonedDay(dataThrough, zone);
  const isPhased = phasesFrom.some((from) => from < dataThrough);
  const of = (index: number): LineSums[] => sums.filter(({ line }) => line === index + 1);
  return lines.flatMap((line, index) => {
    if (line.isBeside) return [];
    const isClosed = ({ cohort_day }: LineSums): boolean => cohort_day < addDays(through, -line.windowDays);
    const beside = lines.findIndex((one) => one.isBeside && nameOf(one) === nameOf(line));
    const own = of(index);
    const variants = [...new Set(own.map(({ variant }) => variant))].map((variant) => {
      const cohorts = own.filter((one) => one.variant === variant);
      const totals = { variant, ...totalsOf(line, cohorts, { isClosed, isPhased }) };
      if (beside < 0) return totals;
      const plain = of(beside).filter((one) => one.variant === variant);
      const { covariates: _, ...uncapped } = totalsOf(lines[beside]!, plain, { isClosed, isPhased });
      const capped_units = countOf(cohorts, 'capped_units');
      const closed_capped_units = countOf(cohorts.filter(isClosed), 'capped_units');
      return { ...totals, uncapped: { ...uncapped, capped_units, closed_capped_units } };
    });
    return [variants];
  });
}

const nameOf = ({ metric, version, reading }: AggregateLine): string => JSON.stringify([metric, version, reading]);

function totalsOf(
  { denominator, covariateDays, isShaped }: AggregateLine,
  cohorts: readonly LineSums[],
  { isClosed, isPhased }: { readonly isClosed: (one: LineSums) => boolean; readonly isPhased: boolean },
): Omit<VariantSums, 'variant' | 'uncapped'> {
  const closed = cohorts.filter(isClosed);
  const isRatio = denominator !== null;
  const hasShape = isShaped && cohorts.every((one) => one.acted_units != null);
  return {
    units: unitsOf(cohorts),
    total: sumOf(cohorts, 'sum_y'),
    total_of_squares: sumOf(cohorts, 'sum_yy'),
    closed_units: unitsOf(closed),
    closed_total: sumOf(closed, 'sum_y'),
    closed_total_of_squares: sumOf(closed, 'sum_yy'),
    denominators: isRatio ? { all: denominatorOf(cohorts), closed: denominatorOf(closed) } : null,
    covariates:
      covariateDays === 0 ? null : { all: covariateOf(cohorts, isRatio), closed: covariateOf(closed, isRatio) },
    ...(hasShape ? { shape: { all: shapeOf(cohorts, isRatio), closed: shapeOf(closed, isRatio) } } : {}),
    ...(isPhased ? { phases: phaseTotals(closed, { isRatio, covariateDays }) } : {}),
  };
}

/** The same of closed cohorts, by the phase of their exposures, in order. */
function phaseTotals(
  closed: readonly LineSums[],
  { isRatio, covariateDays }: { readonly isRatio: boolean; readonly covariateDays: number },
): PhaseSums[] {
  const numbers = [...new Set(closed.map(({ phase }) => phase))].toSorted((left, right) => left - right);
  return numbers.map((phase) => {
    const own = closed.filter((one) => one.phase === phase);
    return {
      phase,
      units: unitsOf(own),
      total: sumOf(own, 'sum_y'),
      total_of_squares: sumOf(own, 'sum_yy'),
      denominators: isRatio ? denominatorOf(own) : null,
      covariates: covariateDays === 0 ? null : covariateOf(own, isRatio),
    };
  });
}

type SumKey = Extract<keyof LineSums, `sum_${string}`>;

const shapeOf = (cohorts: readonly LineSums[], isRatio: boolean): ShapeSums => ({
  yyy: sumOf(cohorts, 'sum_yyy'),
  yyx: isRatio ? sumOf(cohorts, 'sum_yyx') : null,
  yxx: isRatio ? sumOf(cohorts, 'sum_yxx') : null,
  xxx: isRatio ? sumOf(cohorts, 'sum_xxx') : null,
  acted_units: countOf(cohorts, 'acted_units'),
  uncubed_units: countOf(cohorts, 'uncubed_units'),
});

const denominatorOf = (cohorts: readonly LineSums[]): DenominatorSums => ({
  total: sumOf(cohorts, 'sum_x'),
  total_of_squares: sumOf(cohorts, 'sum_xx'),
  total_of_products: sumOf(cohorts, 'sum_xy'),
});

const covariateOf = (cohorts: readonly LineSums[], isRatio: boolean): CovariateSums => {
  const of = (letters: 'c' | 'cc' | 'cy' | 'cx' | 'd' | 'dd' | 'dy' | 'dx' | 'cd'): string =>
    sumOf(cohorts, `sum_${letters}`);
  const denominator = isRatio
    ? { cx: of('cx'), d: of('d'), dd: of('dd'), dy: of('dy'), dx: of('dx'), cd: of('cd') }
    : null;
  return { c: of('c'), cc: of('cc'), cy: of('cy'), denominator };
};

const unitsOf = (cohorts: readonly LineSums[]): number => cohorts.reduce((sum, { units }) => sum + units, 0);

const countOf = (cohorts: readonly LineSums[], name: 'acted_units' | 'capped_units' | 'uncubed_units'): number =>
  cohorts.reduce((sum, one) => sum + (one[name] ?? 0), 0);

const sumOf = (cohorts: readonly LineSums[], name: SumKey): string =>
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
