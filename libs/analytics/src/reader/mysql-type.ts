import type { ColumnType } from '#libs/contracts';

/** A column as information_schema has it. */
export interface MysqlColumn {
  readonly dataType: string;
  /** With length, sign and values, as in `bigint(20) unsigned`. */
  readonly columnType: string;
  readonly precision: string | null;
  readonly scale: string | null;
}

const types: Readonly<Record<string, ColumnType>> = {
  smallint: 'integer',
  mediumint: 'integer',
  int: 'integer',
  integer: 'integer',
  float: 'double',
  double: 'double',
  date: 'date',
  datetime: 'timestamp',
  timestamp: 'timestamp',
};

/** They have a text of their own. TIME may be negative or longer than a day, BIT any number of flags, YEAR is no date. */
const texts = new Set(
  'char varchar tinytext text mediumtext longtext enum set json time year bit binary varbinary uuid inet4 inet6'.split(
    ' ',
  ),
);

/** Their cells are bytes, given as base64. */
const bytes = new Set('binary varbinary tinyblob blob mediumblob longblob'.split(' '));

/** Undefined for what comes along only when a type is declared: BLOBs, which may be of any size, and shapes. */
export function mysqlType({ dataType, columnType, precision, scale }: MysqlColumn): ColumnType | undefined {
  const isUnsigned = columnType.includes('unsigned');
  if (dataType === 'tinyint') return columnType.startsWith('tinyint(1)') ? 'boolean' : 'integer';
  // Half of its values are beyond 64 bits with a sign.
  if (dataType === 'bigint') return isUnsigned ? 'decimal(20,0)' : 'integer';
  if (dataType === 'decimal' || dataType === 'numeric')
    return Number(precision) > 38 ? 'text' : `decimal(${Number(precision)},${Number(scale)})`;
  return texts.has(dataType) ? 'text' : types[dataType];
}

/** How a cell's bytes become text. */
export function mysqlDecoder({ dataType, columnType }: MysqlColumn): (cell: Buffer) => string {
  if (bytes.has(dataType)) return (cell) => cell.toString('base64');
  if (dataType === 'bit') return bitText(Number(/\d+/.exec(columnType)?.[0] ?? 1));
  return (cell) => cell.toString('utf8');
}

/** BIT(4) of 5 is 0101. */
const bitText =
  (length: number): ((cell: Buffer) => string) =>
  (cell) =>
    BigInt(`0x0${cell.toString('hex')}`)
      .toString(2)
      .padStart(length, '0');
