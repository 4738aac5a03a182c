import { invalid } from '#libs/errors';
import type { DuckDbFile } from '#libs/warehouse';
import type { FileMetric } from './file-metric.js';
import { scaleOf, type ColumnScale, type ColumnShape } from './file-scale.js';

/** A column whose numbers are asked about. */
export interface FileColumn extends ColumnScale {
  readonly name: string;
  /** From 1: of `text_1` in the rows, `total_1` and on in the units. */
  readonly place: number;
  /** Rows that have something else than a number there. */
  readonly illTyped: { readonly rows: number; readonly firstRow: number; readonly text: string } | null;
}

/** What units have in a column, by variant. */
export interface UnitColumn {
  readonly variant: string;
  readonly units: number;
  readonly missing: number;
  readonly ill_typed: number;
  /** Units whose rows have different values. */
  readonly several: number;
  /** Units whose sum is neither 0 nor 1. */
  readonly no_share: number;
  readonly negative: number;
}

/** Everything that metrics need, each once. */
export const columnsOf = (metrics: readonly FileMetric[]): string[] => [
  ...new Set(
    metrics.flatMap(({ column, over, covariate }) =>
      [column, over, covariate?.column, covariate?.over].filter((one) => typeof one === 'string'),
    ),
  ),
];

interface ColumnSummary {
  readonly numbers: number;
  readonly ill_typed: number;
  readonly first_ill_row: number | null;
  readonly first_ill_text: string | null;
  readonly largest: number | null;
  readonly decimals: number | null;
}

/**
 * What the columns hold, and the scale of each; then `file_unit` has what each unit's rows add up to.
 * @throws VerdictError `invalid` for a column without a number, and for numbers that no exact sum can hold
 */
export async function stageUnits(file: DuckDbFile, metrics: readonly FileMetric[]): Promise<FileColumn[]> {
  const names = columnsOf(metrics);
  const shapes: ColumnShape[] = [];
  const summaries: ColumnSummary[] = [];
  for (const [index, name] of names.entries()) {
    const column = `text_${index + 1}`;
    const is_number = file.part('file/part/is_number', { column });
    const { rows } = await file.query<ColumnSummary>('file/summarise_column', {}, { column, is_number });
    const found = rows[0];
    if (found === undefined || found.numbers === 0) throw invalid(noNumbers(name, found));
    summaries.push(found);
    shapes.push({ name, largest: found.largest ?? 0, decimals: Math.max(0, found.decimals ?? 0) });
  }
  const { rows } = await file.query<{ units: number; most_rows: number }>('file/count_most_rows');
  const { units = 0, most_rows = 1 } = rows[0] ?? {};
  const columns = names.map((name, index): FileColumn => {
    const scale = scaleOf(sharing(name, metrics, shapes), units, most_rows);
    if (scale === undefined)
      throw invalid(`The numbers in ${name} are too large to be added exactly: divide them first.`);
    const { ill_typed, first_ill_row, first_ill_text } = summaries[index]!;
    const illTyped =
      ill_typed === 0 ? null : { rows: ill_typed, firstRow: first_ill_row ?? 0, text: first_ill_text ?? '' };
    return { name, place: index + 1, ...scale, illTyped };
  });
  const parts = (name: string, indent: string): string =>
    columns.map((column) => `${indent}${file.part(name, valueSlots(file, column))}`).join(',\n');
  const judged = parts('file/part/judged_value', '    ');
  await file.query('file/stage_units', {}, { judged, values: parts('file/part/unit_value', '  ') });
  await file.query('file/delete_rows');
  return columns;
}

/** Which columns have one scale with this one: a value and its covariate do. */
function sharing(name: string, metrics: readonly FileMetric[], shapes: readonly ColumnShape[]): ColumnShape[] {
  const shared = new Set([name]);
  for (let size = 0; size < shared.size;) {
    size = shared.size;
    for (const { column, over, covariate } of metrics)
      for (const pair of [
        [column, covariate?.column],
        [over, covariate?.over],
      ])
        if (pair.some((one) => typeof one === 'string' && shared.has(one)))
          for (const one of pair) if (typeof one === 'string') shared.add(one);
  }
  return shapes.filter((shape) => shared.has(shape.name));
}

/** The aggregate's own text makes a whole number of a value. */
function valueSlots(file: DuckDbFile, { place, scale }: FileColumn) {
  const column = `text_${place}`;
  return {
    column,
    name: `value_${place}`,
    is_number: file.part('file/part/is_number', { column }),
    value: file.part('aggregate/part/value_scaled', { column, scale, factor: 10 ** scale }),
    ...unitNames(place),
  };
}

/** Columns of `file_unit`. */
export const unitNames = (place: number) => ({
  total: `total_${place}`,
  lowest: `lowest_${place}`,
  highest: `highest_${place}`,
  present: `present_${place}`,
  ill: `ill_${place}`,
});

export async function unitColumn(file: DuckDbFile, { place, scale }: FileColumn): Promise<UnitColumn[]> {
  const slots = { ...unitNames(place), one: 10 ** scale };
  return (await file.query<UnitColumn>('file/summarise_unit_column', {}, slots)).rows;
}

const noNumbers = (name: string, found: ColumnSummary | undefined): string =>
  found === undefined || found.first_ill_text === null
    ? `The column ${name} is empty.`
    : `The column ${name} has no numbers: "${found.first_ill_text}" in row ${found.first_ill_row}. A number has digits, at most one point, and no thousands.`;
