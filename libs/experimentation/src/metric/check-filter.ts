import { isDay, type FactColumn, type FactColumnType, type MetricFilter } from '#libs/contracts';

interface Problem {
  readonly field: 'column' | 'op' | 'value';
  readonly rule: string;
  readonly detail: string;
}

type Scalar = string | number | boolean;

const time = /^\d{4}-\d{2}-\d{2}[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/;

/** What a column is compared with. */
const values: Readonly<Record<Exclude<FactColumnType, 'other'>, readonly [what: string, (value: Scalar) => boolean]>> =
  {
    text: ['a text', (value) => typeof value === 'string'],
    integer: ['a whole number', (value) => Number.isSafeInteger(value)],
    decimal: ['a number', (value) => typeof value === 'number'],
    double: ['a number', (value) => typeof value === 'number'],
    boolean: ['true or false', (value) => typeof value === 'boolean'],
    date: ['a day as YYYY-MM-DD', (value) => typeof value === 'string' && isDay(value)],
    timestamp: [
      'a time as YYYY-MM-DDTHH:MM:SS, UTC',
      (value) => typeof value === 'string' && time.test(value) && isDay(value.slice(0, 10)),
    ],
  };

const ordered: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

/** What keeps a filter from a column; undefined for a sound one. @param column undefined where its fact has none */
export function checkFilter({ column: name, op, value }: MetricFilter, column?: FactColumn): Problem | undefined {
  if (column === undefined) return { field: 'column', rule: 'unknown', detail: `its fact has no column ${name}` };
  if (op === 'is_null' || op === 'is_not_null')
    return value === undefined ? undefined : { field: 'value', rule: 'none', detail: `${op} takes no value` };
  const { type } = column;
  if (type === 'other')
    return { field: 'column', rule: 'type', detail: `${name} is of a type that only is_null and is_not_null take` };
  if (type === 'boolean' && ordered.has(op))
    return { field: 'op', rule: 'type', detail: `${name} is true or false: it has no order` };
  const lists = op === 'in' || op === 'not_in';
  if (value === undefined || Array.isArray(value) !== lists)
    return { field: 'value', rule: 'required', detail: `${op} takes ${lists ? 'a list of values' : 'one value'}` };
  const [what, holds] = values[type];
  const wrong = [value].flat().find((one) => !holds(one));
  return wrong === undefined ? undefined : { field: 'value', rule: 'type', detail: `${name} is compared with ${what}` };
}
