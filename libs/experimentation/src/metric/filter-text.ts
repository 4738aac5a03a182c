import type { FactColumn, FactColumnType, MetricFilter } from '#libs/contracts';
import { withoutHeader, type SlotValues, type SqlCatalogue } from '#libs/postgres';

const operators: Readonly<Partial<Record<MetricFilter['op'], string>>> = {
  in: 'IN',
  not_in: 'NOT IN',
  is_null: 'IS NULL',
  is_not_null: 'IS NOT NULL',
};

/**
 * The condition that a filter is, over the rows of `final_fact`: its column is quoted, and its values are literals.
 *
 * @param catalogue the statements of `sql/warehouse`
 */
export function filterText(
  catalogue: SqlCatalogue,
  { column, op, value }: MetricFilter,
  columns: readonly FactColumn[],
): string {
  const slots = { column, operator: operators[op] ?? op };
  const type = typeOf(columns, column);
  const literal = (one: string | number | boolean): string => literalText(catalogue, one, type);
  if (value === undefined) return part(catalogue, 'filter_null', slots);
  if (typeof value === 'object')
    return part(catalogue, 'filter_listed', { ...slots, values: value.map(literal).join(', ') });
  return part(catalogue, 'filter_compared', { ...slots, value: literal(value) });
}

function literalText(catalogue: SqlCatalogue, value: string | number | boolean, type: FactColumnType): string {
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return String(value);
  const text = `'${value.replaceAll("'", "''")}'`;
  if (type !== 'timestamp' && type !== 'date') return text;
  return part(catalogue, 'literal_typed', { text, type: type === 'date' ? 'DATE' : 'TIMESTAMP' });
}

export const typeOf = (columns: readonly FactColumn[], name: string): FactColumnType =>
  columns.find((column) => column.name === name)?.type ?? 'other';

const part = (catalogue: SqlCatalogue, name: string, slots: SlotValues): string =>
  withoutHeader(catalogue.render(`metric/part/${name}`, slots));
