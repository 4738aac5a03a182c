import type { LookCap, MetricDefinition } from '#libs/contracts';
import type { SqlCatalogue } from '#libs/postgres';
import { checkSelect, isOfEventDays } from '#libs/warehouse';
import { filterText, typeOf } from '../metric/filter-text.js';
import { lineName, type LineFact, type MetricLine, type PinnedFact } from '../metric/metric-line.js';
import type { AggregateFact, AggregateLine, Measured } from './aggregate-line.js';

/**
 * Lines of a readout as the aggregate makes them. Each fact is checked again: what is published may have changed.
 *
 * @param catalogue the statements of `sql/warehouse`
 * @param published what people's SQL may name now
 * @param caps percentiles that are frozen
 * @param alpha the level of the intervals of quantiles
 * @throws VerdictError `invalid` for a fact that names what is no longer published
 */
export async function aggregateLines(
  catalogue: SqlCatalogue,
  lines: readonly MetricLine[],
  published: ReadonlySet<string>,
  { caps, alpha }: { readonly caps: readonly LookCap[]; readonly alpha: number } = { caps: [], alpha: 0.05 },
): Promise<AggregateLine[]> {
  const facts = new Map<PinnedFact, AggregateFact>();
  for (const { metric, numerator, denominator } of lines)
    for (const { fact } of denominator === null ? [numerator] : [numerator, denominator])
      if (!facts.has(fact))
        facts.set(fact, await aggregateFact(fact, published, `The metric ${metric} cannot be read`));
  const measured = (of: LineFact, isShare: boolean): Measured =>
    measuredOf(catalogue, of, facts.get(of.fact)!, isShare);
  return lines.map((line) => {
    const { metric, version, reading, definition, numerator, denominator, fromDay, actDays, windowDays } = line;
    const isShare = definition.kind === 'proportion' || definition.kind === 'retention';
    const frozen = caps.find((one) => lineName(one) === lineName(line));
    return {
      metric,
      version,
      reading,
      numerator: measured(numerator, isShare),
      denominator: denominator === null ? null : measured(denominator, false),
      fromDay,
      actDays,
      windowDays,
      covariateDays: definition.covariate_days,
      isShare,
      ...capOf(definition.cap, numerator.scale, frozen),
      quantile: definition.quantile === null ? null : { q: definition.quantile, alpha },
      isShaped: !isShare && definition.quantile === null,
      isBeside: false,
    };
  });
}

/** In whole numbers. A percentile is to be found until a look has frozen it. */
function capOf(
  cap: MetricDefinition['cap'],
  scale: number,
  frozen: LookCap | undefined,
): Pick<AggregateLine, 'cap' | 'percentile'> {
  if (cap === null) return { cap: null, percentile: null };
  if ('absolute' in cap) return { cap: String(Math.round(cap.absolute * 10 ** scale)), percentile: null };
  return frozen === undefined ? { cap: null, percentile: cap.percentile } : { cap: frozen.value, percentile: null };
}

/** Lines with, after them all, each capped one once more without its cap. */
export const withUncapped = (lines: readonly AggregateLine[]): AggregateLine[] => [
  ...lines,
  ...lines
    .filter(({ cap, percentile }) => cap !== null || percentile !== null)
    .map((line) => ({ ...line, cap: null, percentile: null, isBeside: true })),
];

/** @throws VerdictError `invalid` for a fact that names what is no longer published */
export async function aggregateFact(
  { key, version, sql, columns }: PinnedFact,
  published: ReadonlySet<string>,
  refusal: string,
): Promise<AggregateFact> {
  const select = await checkSelect(sql, { published, pointer: '', refusal });
  const ofEventDays = await isOfEventDays(select.text);
  return { key, version, select, columns: columns.map(({ name }) => name), ofEventDays };
}

/** Of a share every row counts, whatever its value. */
function measuredOf(
  catalogue: SqlCatalogue,
  { fact: { columns }, value, scale, filters, withoutFraud }: LineFact,
  fact: AggregateFact,
  isShare: boolean,
): Measured {
  const isWhole = value !== null && scale === 0 && typeOf(columns, value) === 'integer';
  return {
    fact,
    value: isShare ? null : value,
    scale: value === null || isWhole ? null : scale,
    conditions: filters.map((filter) => filterText(catalogue, filter, columns)),
    conditionColumns: filters.map(({ column }) => column),
    withoutFraud,
  };
}
