import type { QuestionParameter } from '#libs/contracts';

type Type = QuestionParameter['type'];
type Value = string | number | boolean;

/** What each type asks for. Times are those of the warehouse: UTC. */
export const parameterKinds: Readonly<Record<Type, string>> = {
  text: 'A text',
  integer: 'A whole number',
  double: 'A number',
  boolean: 'Yes or no',
  date: 'A day',
  timestamp: 'A time, UTC',
};

export const parameterTypes = Object.keys(parameterKinds) as readonly Type[];

/** What a field of a form holds, as a value of its parameter's type. */
export function valueOf(type: Type, text: string): Value {
  if (type === 'integer' || type === 'double') return Number(text);
  return type === 'boolean' ? text === 'true' : text;
}

/** The values of a run by the names of its parameters: what a form says, else the default; what has neither is left out. */
export function valuesOf(
  parameters: readonly QuestionParameter[],
  texts: Readonly<Record<string, string>>,
): Readonly<Record<string, Value>> {
  const values: Record<string, Value> = {};
  for (const { name, type, default: usual } of parameters) {
    const text = texts[name];
    const value = text === undefined ? usual : valueOf(type, text);
    if (value !== undefined) values[name] = value;
  }
  return values;
}
