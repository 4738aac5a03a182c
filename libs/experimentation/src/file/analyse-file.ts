import type { FileReadout } from '#libs/contracts';
import { invalid } from '#libs/errors';
import type { DuckDbFile } from '#libs/warehouse';
import type { CohortUnits } from '../aggregate/cohorts.js';
import { armsOf } from './file-arms.js';
import type { FileAsked } from './file-asked.js';
import { columnsOf, stageUnits } from './file-columns.js';
import { knownMetrics } from './file-kinds.js';
import { mostDays } from './file-days.js';
import { metricsOf } from './file-metric.js';
import { familiesOf, FamilyReader } from './file-reader.js';
import { fileReadoutOf } from './file-readout.js';
import { withDataFile, type AnalyseOptions } from './open-file.js';
import { readHeader, requireOnce } from './file-header.js';
import { stageRows } from './file-rows.js';
import { capText, foundMetrics, type FoundMetric } from './read-metrics.js';

/**
 * The whole readout of one file: units as the product counts them, its own text for their sums, and `libs/stats`. Nothing
 * else is read, and nothing is kept.
 *
 * @throws VerdictError `invalid` that says what is wrong with the file, or with what was asked of it
 */
export async function analyseFile(asked: FileAsked, options: AnalyseOptions): Promise<FileReadout> {
  const step = options.step ?? (() => undefined);
  return fileReadoutOf(asked, await withDataFile(asked, options, (file) => read(file, asked, step)));
}

async function read(file: DuckDbFile, asked: FileAsked, step: (text: string) => void) {
  step('Reading the file');
  const dates = asked.date === null ? [] : [asked.date];
  const header = await readHeader(file, { format: asked.format, wanted: [asked.unit, asked.variant, ...dates] });
  const metrics = metricsOf(asked, header.names);
  requireOnce(header, [asked.unit, asked.variant, ...dates, ...columnsOf(metrics)]);
  const rows = await stageRows(file, header, asked, columnsOf(metrics));
  step('Adding up units');
  const columns = await stageUnits(file, metrics);
  const known = await knownMetrics(file, metrics, columns, asked.missing === 'zero');
  // Whatever is known of their values: their split is what was assigned.
  const { rows: everybody } = await file.query<CohortUnits>('file/count_units');
  requireDays(everybody);
  const arms = armsOf(unitCounts(everybody), asked);
  step('Summing');
  const variants = arms.arms.map(({ variant }) => variant);
  const reader = new FamilyReader(file, columns);
  const found: FoundMetric[] = [];
  for (const family of familiesOf(known)) {
    const numerator = (name: string): number => columns.find((one) => one.name === name)?.scale ?? 0;
    const sums = await reader.read(family, (metric, ranked, units) =>
      capText(metric, numerator(metric.column), ranked, units),
    );
    found.push(...(await foundMetrics(reader, sums, columns, variants, asked.alpha)));
  }
  const ordered = known.flatMap(({ key }) => found.filter(({ metric }) => metric.key === key));
  return { rows, columns, everybody, arms, metrics: ordered };
}

function requireDays(units: readonly CohortUnits[]): void {
  const days = new Set(units.map(({ cohort_day }) => cohort_day)).size;
  if (days > mostDays)
    throw invalid(
      `--date: the column has ${days.toLocaleString('en-US')} different days, and ${mostDays} are the most.`,
    );
}

function unitCounts(units: readonly CohortUnits[]): { variant: string; units: number }[] {
  const counts = new Map<string, number>();
  for (const { variant, units: added } of units)
    if (variant !== null) counts.set(variant, (counts.get(variant) ?? 0) + added);
  return [...counts].map(([variant, count]) => ({ variant, units: count }));
}
