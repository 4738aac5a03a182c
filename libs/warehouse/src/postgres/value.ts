import pg from 'pg';
import type { AskedColumn } from '../ask/asking.js';
import { exactInteger } from '../ask/exact-integer.js';

const oids = {
  bool: 16,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  float4: 700,
  float8: 701,
  bpchar: 1042,
  varchar: 1043,
  date: 1082,
  timestamp: 1114,
  numeric: 1700,
};

function safeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The integer ${text} does not fit a number exactly.`);
  return value;
}

/** `Warehouse` says how cells come: a TIMESTAMP has no zone and is UTC, whatever this machine's is. */
export const warehouseTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
    if (oid === oids.int8) return safeNumber;
    if (oid === oids.date) return (text: string) => text;
    if (oid === oids.timestamp) return (text: string) => new Date(`${text.replace(' ', 'T')}Z`);
    return pg.types.getTypeParser(oid, format);
  },
};

/** Of what people ask: a sum may be beyond what our own statements expect. */
export const askedTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
    return oid === oids.int8 || oid === oids.numeric ? exactInteger : warehouseTypes.getTypeParser(oid, format);
  },
};

const kinds: ReadonlyMap<number, AskedColumn['type']> = new Map([
  [oids.bool, 'boolean'],
  [oids.int2, 'integer'],
  [oids.int4, 'integer'],
  [oids.int8, 'integer'],
  [oids.numeric, 'decimal'],
  [oids.float4, 'double'],
  [oids.float8, 'double'],
  [oids.text, 'text'],
  [oids.varchar, 'text'],
  [oids.bpchar, 'text'],
  [oids.date, 'date'],
  [oids.timestamp, 'timestamp'],
]);

/** What a column holds, by the object id of its type. */
export const askedTypeOf = (oid: number): AskedColumn['type'] => kinds.get(oid) ?? 'other';
