import { invalid } from '#libs/errors';
import type { DuckDbFile } from '#libs/warehouse';
import { unitColumn, type FileColumn, type UnitColumn } from './file-columns.js';
import type { FileMetric, FileMetricKind } from './file-metric.js';

/** A column by which units are left out of a metric, and by which condition. */
export interface Hole {
  readonly column: string;
  readonly rule: 'is_known' | 'is_present' | 'is_one';
  /** Units by variant that do not meet it; they may fail another one, too. */
  readonly units: readonly { readonly variant: string; readonly units: number }[];
}

/** A metric of which it is known what it is. */
export type KnownMetric = Omit<FileMetric, 'kind'> & {
  readonly kind: FileMetricKind;
  /** Whether the file said what it is, since nobody did. */
  readonly detected: boolean;
  readonly holes: readonly Hole[];
};

/**
 * Kinds, and which units each metric leaves out.
 * @throws VerdictError `invalid` where values do not fit what was asked for
 */
export async function knownMetrics(
  file: DuckDbFile,
  metrics: readonly FileMetric[],
  columns: readonly FileColumn[],
  missingIsZero: boolean,
): Promise<KnownMetric[]> {
  const found = new Map<string, readonly UnitColumn[]>();
  for (const column of columns) found.set(column.name, await unitColumn(file, column));
  const of = (name: string): readonly UnitColumn[] => found.get(name) ?? [];
  return metrics.map((metric) => {
    const { column, over, covariate, cap } = metric;
    const isShare = over === null && of(column).every((one) => one.no_share === 0 && one.negative === 0);
    // A cap is of amounts: whoever gives one has said that it is a mean.
    const kind = metric.kind ?? (isShare && cap === null ? 'proportion' : 'mean');
    if (kind === 'proportion' && of(column).some(({ negative }) => negative > 0))
      throw invalid(
        `--kind: ${metric.key} has values under 0, so it is no proportion: a share is who has more than 0.`,
      );
    const holes = [
      ...[column, ...(over === null ? [] : [over])].flatMap((name) => holesOf(name, of(name), missingIsZero, false)),
      ...[covariate?.column, covariate?.over]
        .filter((name) => typeof name === 'string')
        .flatMap((name) => holesOf(name, of(name), missingIsZero, true)),
    ];
    return { ...metric, kind, detected: metric.kind === null, holes };
  });
}

function holesOf(column: string, units: readonly UnitColumn[], missingIsZero: boolean, isBefore: boolean): Hole[] {
  const rules: (readonly [Hole['rule'], (one: UnitColumn) => number])[] = [
    ['is_known', (one) => one.ill_typed],
    ...(missingIsZero ? [] : [['is_present', (one: UnitColumn) => one.missing] as const]),
    // What was known before does not grow with the rows of afterwards.
    ...(isBefore ? [['is_one', (one: UnitColumn) => one.several] as const] : []),
  ];
  return rules
    .map(([rule, count]) => ({
      column,
      rule,
      units: units.map((one) => ({ variant: one.variant, units: count(one) })),
    }))
    .filter((hole) => hole.units.some((one) => one.units > 0));
}
