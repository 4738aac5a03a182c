import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTypeId,
  timestampValue,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { AskedColumn } from '../ask/asking.js';
import { exactInteger } from '../ask/exact-integer.js';
import type { WarehouseValue } from '../warehouse.js';

/** A parameter as DuckDB binds it: whole numbers as integers, times as TIMESTAMP. */
export function toDuckDb(value: WarehouseValue): DuckDBValue {
  if (value instanceof Date) return timestampValue(BigInt(value.getTime()) * 1_000n);
  return value;
}

/** A cell as plain value; see `Warehouse`. `type` is the column's. */
export function fromDuckDb(value: DuckDBValue, type: DuckDBType): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return type.typeId === DuckDBTypeId.BIGINT ? safeNumber(value) : value.toString();
  if (typeof value !== 'object') return value;
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)
    return new Date(Number(value.micros / 1_000n));
  if (value instanceof DuckDBDecimalValue || value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBListValue) return value.items.map((item) => fromDuckDb(item, type));
  return String(value);
}

/** A cell of what people ask: a sum may be beyond what our own statements expect. */
export function askedFromDuckDb(value: DuckDBValue, type: DuckDBType): unknown {
  if (typeof value === 'bigint' || value instanceof DuckDBDecimalValue) return exactInteger(value.toString());
  return fromDuckDb(value, type);
}

function safeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`The integer ${value} does not fit a number exactly.`);
  return number;
}

const kinds: Readonly<Partial<Record<DuckDBTypeId, AskedColumn['type']>>> = {
  [DuckDBTypeId.VARCHAR]: 'text',
  [DuckDBTypeId.TINYINT]: 'integer',
  [DuckDBTypeId.SMALLINT]: 'integer',
  [DuckDBTypeId.INTEGER]: 'integer',
  [DuckDBTypeId.BIGINT]: 'integer',
  [DuckDBTypeId.HUGEINT]: 'integer',
  [DuckDBTypeId.DECIMAL]: 'decimal',
  [DuckDBTypeId.FLOAT]: 'double',
  [DuckDBTypeId.DOUBLE]: 'double',
  [DuckDBTypeId.BOOLEAN]: 'boolean',
  [DuckDBTypeId.DATE]: 'date',
  [DuckDBTypeId.TIMESTAMP]: 'timestamp',
};

/** What a column holds. */
export const askedTypeOf = ({ typeId }: DuckDBType): AskedColumn['type'] => kinds[typeId] ?? 'other';
