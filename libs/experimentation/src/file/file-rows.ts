import { invalid } from '#libs/errors';
import type { DuckDbFile } from '#libs/warehouse';
import type { FileAsked } from './file-asked.js';
import { optionsOf, readers, type FileHeader } from './file-header.js';
import { readable } from './readable.js';

/** Rows that were left out, and by which rule. */
export interface LeftOutRows {
  readonly rule: 'no_unit' | 'no_variant' | 'no_day';
  readonly rows: number;
  /** From 1; the line with the names is none. */
  readonly firstRow: number;
  /** What stands there, where it is no day. */
  readonly text: string | null;
}

/** Takes the columns that are asked about into `file_row`, `text_1` and on in the order of `columns`. */
export async function stageRows(
  file: DuckDbFile,
  header: FileHeader,
  asked: FileAsked,
  columns: readonly string[],
): Promise<{ rows: number; leftOut: LeftOutRows[] }> {
  const used = [asked.unit, asked.variant, ...(asked.date === null ? [] : [asked.date]), ...columns];
  const day = asked.date === null ? undefined : { column: asked.date };
  await readable(() =>
    file.query(
      'file/stage_rows',
      { path: file.path },
      {
        unit: asked.unit,
        variant: asked.variant,
        day: day === undefined ? file.part('file/part/one_day') : file.part('file/part/day', day),
        day_text: day === undefined ? file.part('file/part/no_text') : file.part('file/part/day_text', day),
        texts: columns
          .map((column, index) => `  ${file.part('file/part/text', { column, name: `text_${index + 1}` })}`)
          .join(',\n'),
        reader: readers[asked.format],
        options: optionsOf(file, header, [...new Set(used)]),
      },
    ),
  );
  const { rows } = await file.query<RowSummary>('file/summarise_rows');
  const found = rows[0];
  if (found === undefined || found.rows === 0) throw invalid('The file has no rows.');
  const leftOut: LeftOutRows[] = [];
  for (const rule of ['no_unit', 'no_variant', 'no_day'] as const) {
    const [count, firstRow] = [found[rule], found[`first_${rule}`]];
    if (count > 0 && firstRow !== null)
      leftOut.push({ rule, rows: count, firstRow, text: rule === 'no_day' ? await dayText(file, firstRow) : null });
  }
  return { rows: found.rows, leftOut };
}

type Rule = LeftOutRows['rule'];
type RowSummary = { readonly rows: number } & { readonly [Name in Rule]: number } & {
  readonly [Name in Rule as `first_${Name}`]: number | null;
};

async function dayText(file: DuckDbFile, row: number): Promise<string | null> {
  const { rows } = await file.query<{ day_text: string | null }>('file/find_day_text', { row_number: row });
  return rows[0]?.day_text ?? null;
}
