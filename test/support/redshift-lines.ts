/** Why a field of a line does not fit its column, in the words of Redshift. */
export class LoadError extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Target {
  readonly name: string;
  /** As PostgreSQL writes it: `character varying(64)`. */
  readonly type: string;
}

const truths = new Map([
  ...['true', 't', 'yes', 'y', '1'].map((word) => [word, 't'] as const),
  ...['false', 'f', 'no', 'n', '0'].map((word) => [word, 'f'] as const),
]);
const isNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const isTime = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?)?$/;

/**
 * A line of JSON as a row of PostgreSQL's COPY, by what AWS documents of `FORMAT AS JSON 'auto'`: a field goes to the column
 * of its name, one that is missing is NULL, one that no column has is left out, and an object is its text.
 * @throws LoadError
 */
export function copiedRow(line: string, columns: readonly Target[], timeFormat: string): string {
  const row = parsed(line);
  const cells = columns.map(({ name, type }) => {
    const value = Object.hasOwn(row, name) ? row[name] : null;
    return value === null || value === undefined ? '\\N' : escaped(cell(value, name, type, timeFormat));
  });
  return `${cells.join('\t')}\n`;
}

function parsed(line: string): Record<string, unknown> {
  try {
    const row: unknown = JSON.parse(line);
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new LoadError('', 'Invalid JSON structure');
}

function cell(value: unknown, name: string, type: string, timeFormat: string): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const base = type.replace(/\(.*/, '');
  const refuse = (message: string): never => {
    throw new LoadError(name, message);
  };
  if (base === 'bigint')
    return /^-?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)
      ? text
      : refuse(`Invalid digit, Value '${text.charAt(0)}', Pos 0, Type: Long`);
  if (base === 'boolean') return truths.get(text.toLowerCase()) ?? refuse('Unknown boolean format');
  if (base === 'double precision' || base === 'numeric')
    return isNumber.test(text) ? text : refuse(`Invalid digit, Value '${text.charAt(0)}', Pos 0, Type: Decimal`);
  if (base === 'date') return isTime.test(text) ? text : refuse('Invalid Date Format - length must be 10 or more');
  if (base === 'timestamp without time zone') {
    if (timeFormat === 'epochmillisecs')
      return /^-?\d{1,16}$/.test(text)
        ? new Date(Number(text)).toISOString().slice(0, -1)
        : refuse('Invalid timestamp format or value for epochmillisecs');
    return isTime.test(text) ? text : refuse('Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]');
  }
  const longest = Number(/\((\d+)\)/.exec(type)?.[1] ?? 65_535);
  if (Buffer.byteLength(text) > longest) refuse('String length exceeds DDL length');
  return text.includes('\0') ? refuse('Missing data for not-null field') : text;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const escaped = (text: string): string => text.replaceAll(/[\\\n\r\t]/g, (one) => escapes[one] ?? one);
