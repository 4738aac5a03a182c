import type { SourceTableBody } from '#libs/contracts';
import type { FoundColumn } from '../reader/source-reader.js';

/** The pull before that a delta may stand on. */
export interface Base {
  readonly shape_hash: string;
  /** The cursor's greatest value then; null of a table that was empty. */
  readonly cursor: string | null;
  /** When all rows were read last. */
  readonly full_day: string | null;
}

/** Rows whose cursor is not before `value`, or absent. */
export interface Since {
  readonly column: string;
  readonly value: string;
}

const dayMs = 86_400_000;
const time = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(\.\d{1,6})?)?/;

/**
 * Where a delta begins: some way before the last cursor, since a transaction that began earlier may have ended later. What
 * comes twice replaces itself.
 * @returns undefined where all rows are due
 */
export function deltaSince(
  { cursor, full_day }: Base,
  day: string,
  { full_every_days, overlap }: Pick<SourceTableBody, 'full_every_days' | 'overlap'>,
  { name, type }: FoundColumn,
): Since | undefined {
  if (cursor === null || full_day === null) return undefined;
  if (Date.parse(day) - Date.parse(full_day) >= full_every_days * dayMs) return undefined;
  const value = type === 'date' || type === 'timestamp' ? earlier(cursor, overlap) : less(cursor, overlap);
  return value === undefined ? undefined : { column: name, value };
}

/** YYYY-MM-DD HH:MM:SS in UTC; the overlap is in seconds, and what is beyond a second only begins a little earlier. */
function earlier(cursor: string, overlap: number): string | undefined {
  const [, date, clock = '00:00:00'] = time.exec(cursor) ?? [];
  const at = date === undefined ? Number.NaN : Date.parse(`${date}T${clock}Z`) - overlap * 1_000;
  if (Number.isNaN(at)) return undefined;
  return new Date(at).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length).replace('T', ' ');
}

const less = (cursor: string, overlap: number): string | undefined =>
  /^-?\d+$/.test(cursor) ? String(BigInt(cursor) - BigInt(overlap)) : undefined;
