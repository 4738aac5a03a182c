import type { FileMetricView } from '#libs/contracts';
import { invalid } from '#libs/errors';
import {
  capAtLook,
  isInsufficient,
  normalApproximation,
  quantileFrom,
  quantileRanks,
  skewnessFromExact,
  type Outcome,
  type Quantile,
} from '#libs/stats';
import type { CohortSums } from '../aggregate/cohorts.js';
import type { FileColumn } from './file-columns.js';
import type { ReadMetric } from './file-effects.js';
import type { KnownMetric } from './file-kinds.js';
import { fileLine } from './file-lines.js';
import type { FamilyReader, FamilySums, Ranked } from './file-reader.js';
import { totalsOf } from './totals.js';

/** A metric with its sums by cohort, and what else was read of it. */
export interface FoundMetric extends ReadMetric {
  /** With the cap. */
  readonly cohorts: readonly CohortSums[];
  readonly cap: FileMetricView['cap'];
  /** Units from which on the skewness allows the intervals of its mean; null where it does already, or does not matter. */
  readonly neededUnits: number | null;
}

/** Decimals of a metric's sums: its numerator's less its denominator's. */
export const scaleFor = ({ column, over }: KnownMetric, columns: readonly FileColumn[]): number => {
  const of = (name: string | null): number => columns.find((one) => one.name === name)?.scale ?? 0;
  return of(column) - of(over);
};

/** The cap in whole numbers, as the aggregate takes it: a percentile is of all units together. */
export async function capText(
  metric: KnownMetric,
  scale: number,
  ranked: Ranked,
  units: number,
): Promise<string | null> {
  const { cap, key } = metric;
  if (cap === null) return null;
  if ('absolute' in cap) return String(Math.round(cap.absolute * 10 ** scale));
  const rank = Math.max(1, Math.ceil(cap.percentile * units - 1e-9));
  const values = await ranked(fileLine(key, metric, null), [rank, rank, rank], null);
  const found = capAtLook({ kind: 'percentile', q: cap.percentile, frozenAtLook: 1 }, null, {
    look: 1,
    percentile: Number(values.get(rank) ?? 0),
  });
  if (isInsufficient(found)) throw invalid(`--cap: ${key}: ${found.detail}`);
  return String(found.value);
}

/** The metrics of a family, the baseline first. */
export async function foundMetrics(
  reader: FamilyReader,
  sums: FamilySums,
  columns: readonly FileColumn[],
  variants: readonly string[],
  alpha: number,
): Promise<FoundMetric[]> {
  const found: FoundMetric[] = [];
  for (const [index, metric] of sums.family.metrics.entries()) {
    const of = (line: number): CohortSums[] => sums.sums.filter((one) => one.line === line);
    const [raw, cohorts] = [totalsOf(of(2 * index + 1), variants), of(2 * index + 2)];
    const line = sums.lines[2 * index + 1]!;
    const numerator = columns.find(({ name }) => name === metric.column)?.scale ?? 0;
    const totals = totalsOf(cohorts, variants);
    const scale = metric.kind === 'proportion' ? 0 : scaleFor(metric, columns);
    found.push({
      metric,
      scale,
      raw,
      totals,
      cohorts,
      cap:
        line.cap === null || metric.cap === null
          ? null
          : { value: Number(line.cap) / 10 ** numerator, asked: askedCap(metric.cap) },
      quantiles: metric.quantile === null ? null : await quantilesOf(reader, sums, metric, totals, alpha),
      neededUnits: metric.kind === 'mean' ? await neededUnits(reader, sums, line, totals) : null,
    });
  }
  return found;
}

const askedCap = (cap: NonNullable<KnownMetric['cap']>): string =>
  'absolute' in cap ? String(cap.absolute) : `p${Number((100 * cap.percentile).toFixed(4))}`;

async function quantilesOf(
  reader: FamilyReader,
  { family, blocks }: FamilySums,
  metric: KnownMetric,
  totals: ReadMetric['totals'],
  alpha: number,
): Promise<Outcome<Quantile>[]> {
  const found: Outcome<Quantile>[] = [];
  for (const { variant, units } of totals) {
    const ranks = quantileRanks(units, { q: metric.quantile ?? 0.5, alpha });
    if (isInsufficient(ranks)) {
      found.push(ranks);
      continue;
    }
    const { estimate, lower, upper } = ranks;
    const line = fileLine(metric.key, metric, null);
    const values = await reader.ranked(family, blocks, line, [lower, estimate, upper], variant);
    const at = (rank: number): number => Number(values.get(rank) ?? NaN);
    found.push(quantileFrom(units, { estimate: at(estimate), lower: at(lower), upper: at(upper) }, { alpha }));
  }
  return found;
}

/** Cubes of 10^12 and as many units as there are fit into 38 digits: values are made coarser where they would not. */
async function neededUnits(
  reader: FamilyReader,
  sums: FamilySums,
  line: FamilySums['lines'][number],
  totals: ReadMetric['totals'],
): Promise<number | null> {
  const units = totals.reduce((sum, one) => sum + one.units, 0);
  const squares = totals.reduce((sum, { yy }) => sum + Number(yy ?? 0n), 0);
  const step = (Math.sqrt(squares) * Math.cbrt(Math.max(1, units))) / 1e12;
  const shapes = await reader.shape(sums, line, step <= 1 ? 1n : 10n ** BigInt(Math.ceil(Math.log10(step))));
  let needed: number | null = null;
  for (const { units: n, events, sum, sum_of_squares, sum_of_cubes } of shapes) {
    const skewness = skewnessFromExact({ n, sum, sumOfSquares: sum_of_squares, sumOfCubes: sum_of_cubes });
    if (isInsufficient(skewness)) continue;
    const normal = normalApproximation({ n, events, skewness: skewness.value });
    if (isInsufficient(normal) || normal.holds) continue;
    needed = Math.max(needed ?? 0, normal.neededUnits, n < 2 ? 2 : Math.ceil((100 * n) / Math.max(1, events)));
  }
  return needed;
}
