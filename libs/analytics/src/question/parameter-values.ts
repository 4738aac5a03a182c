import { isDay, type QuestionParameter, type QuestionValue } from '#libs/contracts';
import { invalid, type FieldProblem } from '#libs/errors';

type Type = QuestionParameter['type'];

/** What the warehouse reads `$1`, `$2`, … as. */
export const sqlTypes: Readonly<Record<Type, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  double: 'DOUBLE PRECISION',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
};

const checks: Readonly<Record<Type, readonly [rule: string, holds: (value: QuestionValue) => boolean]>> = {
  text: ['a text', (value) => typeof value === 'string'],
  integer: ['a whole number', (value) => Number.isSafeInteger(value)],
  double: ['a number', (value) => typeof value === 'number'],
  boolean: ['true or false', (value) => typeof value === 'boolean'],
  date: ['a day as YYYY-MM-DD', (value) => typeof value === 'string' && isDay(value)],
  timestamp: [
    'a time as YYYY-MM-DDTHH:MM:SS, UTC',
    (value) =>
      typeof value === 'string' &&
      /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z?$/.test(value) &&
      isDay(value.slice(0, 10)),
  ],
};

/**
 * The values in the order of the parameters; one that is not given takes its default, and null is a value.
 * @throws VerdictError `invalid` naming each value that is missing, unknown or of another type
 */
export function parameterValues(
  parameters: readonly QuestionParameter[],
  given: Readonly<Record<string, QuestionValue>>,
): (string | number | boolean | null)[] {
  const problems: FieldProblem[] = [];
  const refuse = (name: string, rule: string, detail: string): null => {
    problems.push({ pointer: `/values/${name}`, rule, detail });
    return null;
  };
  for (const name of Object.keys(given))
    if (!parameters.some((one) => one.name === name)) refuse(name, 'unknown', 'the question has no such parameter');
  const values = parameters.map(({ name, type, default: usual }) => {
    const value = Object.hasOwn(given, name) ? given[name] : usual;
    if (value === undefined) return refuse(name, 'required', 'has no value and no default');
    const [rule, holds] = checks[type];
    if (value !== null && !holds(value)) return refuse(name, 'type', `must be ${rule}`);
    return type === 'timestamp' && typeof value === 'string' ? value.replace('Z', '') : value;
  });
  if (problems.length > 0) throw invalid('The values do not fit the parameters.', problems);
  return values;
}
