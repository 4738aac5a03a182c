import type { ColumnType } from '#libs/contracts';
import { isStorable } from '#libs/errors';
import { LineProblem } from '../import/line-problem.js';
import type { CellReader, Warn } from './cell.js';
import { dateReader, timestampReader, type TimeRules } from './cell-time.js';
import { plainNumber } from './plain-number.js';

/** Reads every value of one column, whatever kind of source wrote it. */
export function cellReader(name: string, type: ColumnType, rules: TimeRules): CellReader {
  switch (type) {
    case 'text':
      return (text) => storable(name, text);
    case 'boolean':
      return (text) => truth(name, text);
    case 'integer':
      return (text) => integer(name, text);
    case 'double':
      return (text, warn) => double(name, text, warn);
    case 'date':
      return dateReader(name, rules);
    case 'timestamp':
      return timestampReader(name, rules);
    default:
      return decimalReader(name, type);
  }
}

function storable(name: string, text: string): string {
  if (!isStorable(text)) throw new LineProblem(name, 'text', 'holds NUL or half of a surrogate pair');
  return text;
}

const truths: Readonly<Record<string, boolean>> = {
  1: true,
  t: true,
  true: true,
  y: true,
  yes: true,
  0: false,
  f: false,
  false: false,
  n: false,
  no: false,
};

function truth(name: string, text: string): boolean {
  const found = truths[text.toLowerCase()];
  if (found === undefined)
    throw new LineProblem(name, 'boolean', 'neither true nor false, 1 nor 0; declare its type as integer if it counts');
  return found;
}

/** What a number holds for certain, as nearly all are: no need to take it apart. */
const short = /^-?\d{1,15}$/;

function integer(name: string, text: string): number | string {
  // Zero has one sign only.
  if (short.test(text)) return Number(text) || 0;
  const number = plainNumber(text);
  if (number === undefined || number.part !== '') throw new LineProblem(name, 'integer', 'not a whole number');
  const value = BigInt(number.sign + (number.whole || '0'));
  if (BigInt.asIntN(64, value) !== value) throw new LineProblem(name, 'integer', 'more than 64 bits hold');
  const plain = Number(value);
  return Number.isSafeInteger(plain) ? plain : value.toString();
}

function double(name: string, text: string, warn: Warn): number | null {
  if (/^([+-]?Infinity|NaN)$/i.test(text)) {
    warn('not_finite');
    return null;
  }
  const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) throw new LineProblem(name, 'double', 'not a number');
  return value;
}

/** decimal(p,s): what has more digits is no value of it, and is never rounded. */
function decimalReader(name: string, type: ColumnType): CellReader {
  const [, precision, scale] = /^decimal\((\d+),(\d+)\)$/.exec(type) ?? [];
  const places = Number(scale);
  const wholes = Number(precision) - places;
  // As databases write it, it is what it becomes.
  const plain = new RegExp(`^(?:0|[1-9]\\d{0,${Math.max(wholes - 1, 0)}})${places === 0 ? '' : `\\.\\d{${places}}`}$`);
  return (text, warn) => {
    if (wholes > 0 && plain.test(text)) return text;
    if (/^NaN$/i.test(text)) {
      warn('not_finite');
      return null;
    }
    const number = plainNumber(text);
    if (number === undefined) throw new LineProblem(name, 'decimal', 'not a decimal number');
    if (number.whole.length > wholes || number.part.length > places)
      throw new LineProblem(name, 'decimal', `more digits than ${type} has`);
    const part = places === 0 ? '' : `.${number.part.padEnd(places, '0')}`;
    return `${number.sign}${number.whole || '0'}${part}`;
  };
}
