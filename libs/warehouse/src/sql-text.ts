import type { ColumnType } from '#libs/contracts';
import type { CopyColumn } from './warehouse.js';

/** A name as SQL reads it, whatever it is made of. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `snapshot.shop_pledges` as `"snapshot"."shop_pledges"`. */
export const qualified = (table: string): string => table.split('.').map(quoted).join('.');

export const columnList = (names: readonly string[], indent = '  '): string =>
  names.map((name) => `${indent}${quoted(name)}`).join(',\n');

/** For CREATE TABLE: each column may be NULL. */
export const columnDefinitions = (columns: readonly Pick<CopyColumn, 'name' | 'type'>[]): string =>
  columns.map(({ name, type }) => `  ${quoted(name)} ${sqlType(type)}`).join(',\n');

const types: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  integer: 'BIGINT',
  double: 'DOUBLE PRECISION',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  // Redshift's longest; the other two take any length.
  text: 'VARCHAR(65535)',
  epoch_ms: 'TIMESTAMP',
  object: 'VARCHAR(65535)',
};

/** The same in every engine. */
export const sqlType = (type: ColumnType | CopyColumn['type']): string =>
  types[type] ?? type.replace('decimal', 'DECIMAL').replace(',', ', ');
