import type { WarehouseSession } from './warehouse.js';

/** Columns that tables of ours got after a release had made them: `schema/` makes them with the table. Only added to. */
const laterColumns: Readonly<Record<string, readonly (readonly [column: string, type: string])[]>> = {
  experiment_sum: [
    ...['sum_yyy', 'sum_yyx', 'sum_yxx', 'sum_xxx'].map((column) => [column, 'DECIMAL(38, 0)'] as const),
    ...['acted_units', 'capped_units', 'uncubed_units'].map((column) => [column, 'BIGINT'] as const),
  ],
  experiment_result: [
    ['cap', 'DOUBLE PRECISION'],
    ['normal_holds', 'BOOLEAN'],
    ...['mean', 'difference', 'lower', 'upper', 'p_value', 'lift', 'lift_lower', 'lift_upper'].map(
      (column) => [`uncapped_${column}`, 'DOUBLE PRECISION'] as const,
    ),
  ],
};

/**
 * Adds what a warehouse from before lacks; what was in its rows stays, and has nothing in the new columns. Sums of
 * experiments are made anew by the next refresh, since their text is another.
 */
export async function addLaterColumns(session: WarehouseSession, own: string): Promise<void> {
  const { rows } = await session.query<{ table_name: string; column_name: string }>('relation/list_own_columns', {
    own,
  });
  const known = new Set(rows.map(({ table_name, column_name }) => `${table_name}.${column_name}`));
  for (const [table, columns] of Object.entries(laterColumns))
    for (const [column, type] of columns)
      if (!known.has(`${table}.${column}`)) await session.query('snapshot/add_column', {}, { table, column, type });
}
