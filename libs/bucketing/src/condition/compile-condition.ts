import { isObject, textOf } from './coerce.js';
import type { Condition, ConditionDefinition, SavedGroups, ValueTest } from './condition.js';
import { isIn, never, not, operators } from './operators.js';
import { valueAt } from './path.js';
import { isTooLarge, LONGEST_ATTRIBUTE, MOST_PAIRS } from './size.js';

/** Conditions within one another that a definition may have; deeper ones match nobody. */
export const DEEPEST_CONDITION = 32;

/**
 * Turns a condition into functions, once: what is compared is prepared, and evaluating allocates nothing. What cannot
 * be understood (an unknown operator, a pattern that is none) matches nobody, as with the GrowthBook clients, and so
 * does a subject whose values cannot be compared, whatever stands around it.
 *
 * Source: the GrowthBook SDK specification, `evalCondition`.
 *
 * @example compileCondition({ country: { $in: ['US', 'CA'] } })({ country: 'US' }, compileSavedGroups({})) // true
 */
export function compileCondition(definition: ConditionDefinition): Condition {
  const test = compileWhole(definition);
  return (subject, groups) => {
    try {
      return test(subject, groups);
    } catch {
      return false;
    }
  };
}

function compileWhole(definition: unknown): ValueTest {
  if (isTooLarge(definition)) return never;
  try {
    return compile(definition, 0);
  } catch {
    return never;
  }
}

/** A subject, all of whose parts are tested. @throws RangeError for one that is too deep: under a $not, nobody would be everybody. */
function compile(definition: unknown, depth: number): ValueTest {
  if (!isObject(definition)) return never;
  refuseDepth(depth);
  const tests = Object.entries(definition).map(([name, part]) => compilePart(name, part, depth + 1));
  const [only] = tests;
  return tests.length === 1 && only !== undefined ? only : (subject, groups) => everyOf(tests, subject, groups);
}

function refuseDepth(depth: number): void {
  if (depth > DEEPEST_CONDITION) throw new RangeError(`A condition nested deeper than ${DEEPEST_CONDITION}.`);
}

function compilePart(name: string, part: unknown, depth: number): ValueTest {
  switch (name) {
    case '$and':
      return all(part, depth);
    case '$or':
      return any(part, depth);
    case '$nor':
      return not(any(part, depth));
    case '$not':
      return not(compile(part, depth));
    case '$savedGroup':
      return inSavedGroup(part);
    default: {
      const path = name.split('.');
      const test = compileValue(part, depth, false);
      return (subject, groups) => test(valueAt(subject, path), groups);
    }
  }
}

function all(parts: unknown, depth: number): ValueTest {
  if (!Array.isArray(parts)) return never;
  const tests = parts.map((part) => compile(part, depth));
  return (subject, groups) => everyOf(tests, subject, groups);
}

/** Of no alternatives all are met: that is what the clients do. */
function any(parts: unknown, depth: number): ValueTest {
  if (!Array.isArray(parts)) return never;
  const tests = parts.map((part) => compile(part, depth));
  return (subject, groups) => tests.length === 0 || someOf(tests, subject, groups);
}

/** A value, or an object of operators, that the value at a path is held against. */
function compileValue(expected: unknown, depth: number, insensitive: boolean): ValueTest {
  if (typeof expected === 'string') return insensitive ? sameFolded(expected) : (value) => textOf(value) === expected;
  if (typeof expected === 'number') return (value) => Number(value) === expected;
  if (typeof expected === 'boolean') return (value) => value !== null && Boolean(value) === expected;
  if (expected === null || expected === undefined) return (value) => value === expected;
  if (isOperators(expected)) return compileOperators(expected, depth + 1);
  const text = JSON.stringify(expected);
  return (value) => typeof value === 'object' && JSON.stringify(value) === text;
}

function sameFolded(expected: string): ValueTest {
  const text = expected.toLowerCase();
  return (value) => textOf(value).toLowerCase() === text;
}

const isOperators = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && Object.keys(value).length > 0 && Object.keys(value).every((name) => name.startsWith('$'));

function compileOperators(operands: Readonly<Record<string, unknown>>, depth: number): ValueTest {
  refuseDepth(depth);
  const tests = Object.entries(operands).map(([name, operand]) => compileOperator(name, operand, depth));
  const [only] = tests;
  return tests.length === 1 && only !== undefined ? only : (value, groups) => everyOf(tests, value, groups);
}

function compileOperator(name: string, operand: unknown, depth: number): ValueTest {
  switch (name) {
    case '$not':
      return not(compileValue(operand, depth, false));
    case '$size': {
      const test = compileValue(operand, depth, false);
      return (value, groups) => Array.isArray(value) && test(value.length, groups);
    }
    case '$elemMatch':
      return someElement(isOperators(operand) ? compileOperators(operand, depth) : compile(operand, depth));
    case '$all':
      return everyExpected(operand, depth, false);
    case '$alli':
      return everyExpected(operand, depth, true);
    default:
      return (Object.hasOwn(operators, name) ? operators[name] : undefined)?.(operand) ?? never;
  }
}

const someElement =
  (test: ValueTest): ValueTest =>
  (value, groups) => {
    if (!Array.isArray(value)) return false;
    refuseLong(value, 1);
    return value.some((one) => one !== null && one !== undefined && test(one, groups));
  };

function everyExpected(operand: unknown, depth: number, insensitive: boolean): ValueTest {
  if (!Array.isArray(operand)) return never;
  const tests = operand.map((one) => compileValue(one, depth, insensitive));
  return (value, groups) => {
    if (!Array.isArray(value)) return false;
    refuseLong(value, tests.length);
    return tests.every((test) => value.some((one) => test(one, groups)));
  };
}

/** @throws RangeError for a list that would take too long: it matches nobody, whatever stands around it */
function refuseLong(value: readonly unknown[], tests: number): void {
  if (value.length > LONGEST_ATTRIBUTE || value.length * tests > MOST_PAIRS) throw new RangeError('A list too long.');
}

/** `$savedGroup`: the subject is in the group, by the group's own attribute or by another that is named. */
function inSavedGroup(reference: unknown): ValueTest {
  if (!isObject(reference) || typeof reference['id'] !== 'string') return never;
  const { id, attributeKey } = reference;
  if (attributeKey !== undefined && typeof attributeKey !== 'string') return never;
  const other = attributeKey?.split('.');
  return (subject, groups) => {
    const group = groups.get(id);
    if (group?.condition !== undefined) return groups.meets(id, group.condition, subject);
    const path = other ?? group?.attribute;
    if (group?.values === undefined || !group.typed || path === undefined) return false;
    return isIn(group.values)(valueAt(subject, path), groups);
  };
}

function everyOf(tests: readonly ValueTest[], value: unknown, groups: SavedGroups): boolean {
  for (const test of tests) if (!test(value, groups)) return false;
  return true;
}

function someOf(tests: readonly ValueTest[], value: unknown, groups: SavedGroups): boolean {
  for (const test of tests) if (test(value, groups)) return true;
  return false;
}
