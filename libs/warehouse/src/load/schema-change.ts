import type { Column, ColumnType } from '#libs/contracts';

/** What a table must become to hold rows of these columns. */
export interface SchemaChange {
  readonly added: readonly Column[];
  readonly widened: readonly Column[];
  /** Columns whose old and new types have no type that holds both exactly: a person must decide. */
  readonly conflicts: readonly { readonly name: string; readonly from: ColumnType; readonly to: ColumnType }[];
}

/** A column that is not there any more stays, and is NULL in what comes. */
export function schemaChange(known: readonly Column[], incoming: readonly Column[]): SchemaChange {
  const types = new Map(known.map(({ name, type }) => [name, type]));
  const change = {
    added: [] as Column[],
    widened: [] as Column[],
    conflicts: [] as { name: string; from: ColumnType; to: ColumnType }[],
  };
  for (const column of incoming) {
    const from = types.get(column.name);
    if (from === undefined) change.added.push(column);
    else {
      const type = widerType(from, column.type);
      if (type === undefined) change.conflicts.push({ name: column.name, from, to: column.type });
      else if (type !== from) change.widened.push({ name: column.name, type });
    }
  }
  return change;
}

const longest = 38;
/** Digits of the greatest 64-bit integer. */
const integerDigits = 19;

/**
 * The type that holds every value of both exactly; undefined where there is none. Nothing becomes text or a double: what
 * a column means is not ours to guess.
 */
export function widerType(one: ColumnType, other: ColumnType): ColumnType | undefined {
  if (one === other) return one;
  const types = new Set([one, other]);
  if (types.has('date') && types.has('timestamp')) return 'timestamp';
  const left = digits(one);
  const right = digits(other);
  if (left === undefined || right === undefined) return undefined;
  const whole = Math.max(left.whole, right.whole);
  const scale = Math.max(left.scale, right.scale);
  return whole + scale <= longest ? `decimal(${whole + scale},${scale})` : undefined;
}

function digits(type: ColumnType): { readonly whole: number; readonly scale: number } | undefined {
  if (type === 'integer') return { whole: integerDigits, scale: 0 };
  const [, precision, scale] = /^decimal\((\d+),(\d+)\)$/.exec(type) ?? [];
  return precision === undefined ? undefined : { whole: Number(precision) - Number(scale), scale: Number(scale) };
}
