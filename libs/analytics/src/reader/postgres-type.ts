import type { ColumnType } from '#libs/contracts';

const types: Readonly<Record<string, ColumnType>> = {
  boolean: 'boolean',
  smallint: 'integer',
  integer: 'integer',
  bigint: 'integer',
  oid: 'integer',
  real: 'double',
  'double precision': 'double',
  date: 'date',
};

/**
 * A type as `format_type` writes it. Undefined for `bytea` alone, which comes along only when a type is declared: it may be
 * of any size. Whatever has no like in the warehouse is its text: arrays, JSON, ranges, enums, intervals, a number without a
 * precision.
 */
export function postgresType(theirs: string): ColumnType | undefined {
  if (theirs === 'bytea') return undefined;
  if (/^timestamp(\(\d\))? with(out)? time zone$/.test(theirs)) return 'timestamp';
  const [, precision, scale] = /^numeric\((\d+),(-?\d+)\)$/.exec(theirs) ?? [];
  const places = Number(scale);
  if (precision !== undefined && places >= 0 && places <= Number(precision) && Number(precision) <= 38)
    return `decimal(${Number(precision)},${places})`;
  return types[theirs] ?? 'text';
}
