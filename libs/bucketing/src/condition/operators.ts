import { compilePattern, LONGEST_INPUT } from '../pattern/pattern.js';
import { folded, textOf, typeOf } from './coerce.js';
import type { ValueTest } from './condition.js';
import { paddedVersion } from './version.js';

export const never: ValueTest = () => false;

/** Lists of values, or patterns and versions: what does not hold other conditions. Each is made once a definition. */
export const operators: Readonly<Record<string, (operand: unknown) => ValueTest>> = {
  $eq: (operand) => (value) => value === operand,
  $ne: (operand) => (value) => value !== operand,
  $lt: (operand) => (value) => comparable(value) < comparable(operand),
  $lte: (operand) => (value) => comparable(value) <= comparable(operand),
  $gt: (operand) => (value) => comparable(value) > comparable(operand),
  $gte: (operand) => (value) => comparable(value) >= comparable(operand),
  $veq: versions((value, operand) => value === operand),
  $vne: versions((value, operand) => value !== operand),
  $vlt: versions((value, operand) => value < operand),
  $vlte: versions((value, operand) => value <= operand),
  $vgt: versions((value, operand) => value > operand),
  $vgte: versions((value, operand) => value >= operand),
  $in: (operand) => (Array.isArray(operand) ? isIn(new Set(operand)) : never),
  $nin: (operand) => (Array.isArray(operand) ? not(isIn(new Set(operand))) : never),
  $ini: (operand) => (Array.isArray(operand) ? isInFolded(operand) : never),
  $nini: (operand) => (Array.isArray(operand) ? not(isInFolded(operand)) : never),
  $inGroup: (operand) => inGroup(textOf(operand), true),
  $notInGroup: (operand) => inGroup(textOf(operand), false),
  $exists: (operand) => (value) => (value !== null && value !== undefined) === Boolean(operand),
  $type: (operand) => (value) => typeOf(value) === operand,
  $regex: (operand) => matches(operand, false),
  $regexi: (operand) => matches(operand, true),
};

/** Sets hold what JSON compares by value; an object in the list is equal to nothing that was sent. */
export const isIn =
  (values: ReadonlySet<unknown>): ValueTest =>
  (value) =>
    Array.isArray(value) ? value.some((one) => values.has(one)) : values.has(value);

function isInFolded(operand: readonly unknown[]): ValueTest {
  const values = new Set(operand.map(folded));
  return (value) => (Array.isArray(value) ? value.some((one) => values.has(folded(one))) : values.has(folded(value)));
}

export const not =
  (test: ValueTest): ValueTest =>
  (value, groups) =>
    !test(value, groups);

/** A group that nobody knows is empty; of one without values nothing can be said, in it or not. */
const inGroup =
  (id: string, wanted: boolean): ValueTest =>
  (value, groups) => {
    const group = groups.get(id);
    if (group === undefined) return !wanted;
    return group.values !== undefined && isIn(group.values)(value, groups) === wanted;
  };

function matches(operand: unknown, insensitive: boolean): ValueTest {
  try {
    const pattern = compilePattern(textOf(operand), insensitive);
    return (value) => {
      const text = textOf(value);
      // Whatever stands around it: under $not, nobody would be everybody.
      if (text.length > LONGEST_INPUT) throw new RangeError(`A text of more than ${LONGEST_INPUT} characters.`);
      return pattern(text);
    };
  } catch {
    return never;
  }
}

function versions(holds: (value: string, operand: string) => boolean): (operand: unknown) => ValueTest {
  return (operand) => {
    const padded = paddedVersion(operand);
    return (value) => holds(paddedVersion(value), padded);
  };
}

/** JavaScript's `<` as it is: texts by their code units, all else as numbers; the type only says that it is meant. */
const comparable = (value: unknown): number => value as number;
