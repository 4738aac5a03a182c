import { isDay, timeOf } from '#libs/contracts';
import type { CopyColumn } from '../warehouse.js';

type Check = (value: unknown) => boolean;

const isInteger: Check = (value) =>
  Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d{1,19}$/.test(value) && isInt64(BigInt(value)));

/** The furthest that a Date reaches, and no engine falls short of. */
const furthestMs = 8.64e15;

const isInt64 = (value: bigint): boolean => BigInt.asIntN(64, value) === value;

/** What no database of ours can keep as text: a NUL, half of a surrogate pair. */
const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

const checks: Readonly<Record<string, Check>> = {
  text: (value) => typeof value === 'string' && isStorable(value),
  integer: isInteger,
  epoch_ms: (value) => Number.isSafeInteger(value) && Math.abs(value as number) <= furthestMs,
  double: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  object: (value) => isObject(value) && everyText(value, isStorable),
  date: (value) => typeof value === 'string' && isDay(value),
  timestamp: (value) =>
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?$/.test(value) &&
    timeOf(`${value.slice(0, 19)}Z`) !== undefined,
};

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names and texts at every depth. */
function everyText(value: unknown, holds: (text: string) => boolean): boolean {
  if (typeof value === 'string') return holds(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, one]) => holds(name) && everyText(one, holds));
}

/** decimal(p,s): at most s digits after the point and p − s before it. */
function decimalCheck(type: string): Check {
  const [, precision = '38', scale = '0'] = /^decimal\((\d+),(\d+)\)$/.exec(type) ?? [];
  const whole = Number(precision) - Number(scale);
  const pattern = new RegExp(`^-?(?:0*\\d{0,${whole}})(?:\\.\\d{0,${scale}})?$`);
  return (value) => typeof value === 'string' && /\d/.test(value) && pattern.test(value);
}

/** Bytes of UTF-8 that a column of text takes in every warehouse: Redshift's longest. */
const longestText = 65_535;

function isTooLong(value: unknown): boolean {
  if (typeof value === 'string') return Buffer.byteLength(value) > longestText;
  return isObject(value) && Buffer.byteLength(JSON.stringify(value)) > longestText;
}

const checkOf = (type: CopyColumn['type']): Check => checks[type] ?? decimalCheck(type);

export type LineCheck = (
  line: string,
) => { readonly rule: string } | { readonly row: Readonly<Record<string, unknown>> };

/**
 * Reads a line of a bucket's object: its row, or the rule that it breaks, which is `json`, `object` or the name of the
 * field that is missing or of another type.
 */
export function lineCheck(columns: readonly CopyColumn[]): LineCheck {
  const fields = columns.map(({ name, type, required, pattern }) => ({
    name,
    required,
    pattern,
    holds: checkOf(type),
  }));
  return (line) => {
    let row: unknown;
    try {
      row = JSON.parse(line);
    } catch {
      return { rule: 'json' };
    }
    if (!isObject(row)) return { rule: 'object' };
    // No character has more than three bytes for each of its code units.
    const mayBeTooLong = line.length * 3 > longestText;
    const cells = row as Readonly<Record<string, unknown>>;
    for (const { name, required, pattern, holds } of fields) {
      const value = Object.hasOwn(cells, name) ? (cells[name] ?? null) : null;
      if (value === null ? required : !holds(value)) return { rule: name };
      if (mayBeTooLong && isTooLong(value)) return { rule: name };
      if (pattern !== undefined && typeof value === 'string' && !pattern.test(value)) return { rule: name };
    }
    return { row: cells };
  };
}
