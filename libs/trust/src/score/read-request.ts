import type { ScoreRequest } from '#libs/contracts';
import { escapePart, isStorable } from '#libs/errors';
import { otherFields, requestGroups, type FieldValue } from './request-fields.js';

export interface Warning {
  readonly code: string;
  readonly warning: string;
  readonly input_pointer: string;
}

/** What could be read of a request. Whatever could not is a warning, and unknown. */
export interface ReadRequest {
  readonly groups: Readonly<Record<string, Readonly<Record<string, FieldValue>>>>;
  readonly customInputs: Readonly<Record<string, FieldValue>>;
  readonly budgetMs: number | undefined;
  readonly warnings: readonly Warning[];
}

type InputTypes = ReadonlyMap<string, 'number' | 'string' | 'boolean'>;

const mostWarnings = 50;
const longestBudgetMs = 10_000;

const unknownField = (pointer: string): Warning => ({
  code: 'INPUT_UNKNOWN',
  warning: `${pointer} is not a field of this request; it was not used`,
  input_pointer: pointer,
});

const illFormed = (pointer: string): Warning => ({
  code: 'INPUT_INVALID',
  warning: `${pointer} does not meet the required constraints; it counts as unknown`,
  input_pointer: pointer,
});

/** A name as a step of a JSON pointer; what an attacker made long is cut, and what nothing can store is shown as �. */
const step = (name: string): string => `/${escapePart(name.slice(0, 64).toWellFormed().replaceAll('\0', '\u{FFFD}'))}`;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A payment must not go unscored for a typing error: everything but the four required fields is read leniently. */
export function readRequest(body: ScoreRequest, inputTypes: InputTypes): ReadRequest {
  const warnings: Warning[] = [];
  const groups: Record<string, Record<string, FieldValue>> = {};
  for (const [name, value] of Object.entries(body)) {
    if (otherFields.has(name) || value === undefined || value === null) continue;
    if (!Object.hasOwn(requestGroups, name)) warnings.push(unknownField(step(name)));
    else if (!isObject(value)) warnings.push(illFormed(step(name)));
    else groups[name] = readGroup(name, value, warnings);
  }
  const customInputs = readCustomInputs(body.custom_inputs, inputTypes, warnings);
  const budgetMs = readBudget(body.budget_ms, warnings);
  return { groups, customInputs, budgetMs, warnings: warnings.slice(0, mostWarnings) };
}

function readGroup(group: string, fields: Record<string, unknown>, warnings: Warning[]): Record<string, FieldValue> {
  const readers = requestGroups[group] ?? {};
  const values: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    const read = reader?.(value);
    if (reader === undefined) warnings.push(unknownField(`/${group}${step(name)}`));
    else if (read === undefined) warnings.push(illFormed(`/${group}${step(name)}`));
    else values[name] = read;
  }
  return values;
}

function readCustomInputs(given: unknown, types: InputTypes, warnings: Warning[]): Record<string, FieldValue> {
  if (given === undefined || given === null) return {};
  if (!isObject(given)) {
    warnings.push(illFormed('/custom_inputs'));
    return {};
  }
  const values: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(given)) {
    const type = types.get(name);
    const pointer = `/custom_inputs${step(name)}`;
    if (type === undefined) warnings.push(unknownField(pointer));
    else if (typeof value === type && isSmall(value)) values[name] = value as FieldValue;
    else if (value !== null) warnings.push(illFormed(pointer));
  }
  return values;
}

/** Short, or finite: JSON's 1e400 is read as Infinity. */
const isSmall = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.length <= 1_024 && isStorable(value)
    : typeof value !== 'number' || Number.isFinite(value);

function readBudget(given: unknown, warnings: Warning[]): number | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'number' && given > 0 && given <= longestBudgetMs) return given;
  warnings.push(illFormed('/budget_ms'));
  return undefined;
}
