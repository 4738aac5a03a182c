import { compilePattern } from '../pattern/pattern.js';
import { isObject } from './coerce.js';
import { DEEPEST_CONDITION } from './compile-condition.js';
import { isTooLarge, LARGEST_CONDITION } from './size.js';

/** One place in a condition that breaks one rule; `pointer` is a JSON pointer (RFC 6901) into the condition. */
export interface ConditionProblem {
  readonly pointer: string;
  readonly rule: 'object' | 'operator' | 'operand' | 'pattern' | 'depth' | 'size' | 'known_group' | 'known_attribute';
  readonly detail: string;
}

/** What a condition may name; what is absent is not checked. */
export interface KnownNames {
  readonly groups?: ReadonlySet<string>;
  readonly attributes?: ReadonlySet<string>;
}

const LONGEST_LIST = 10_000;
const TYPES = new Set(['null', 'array', 'string', 'number', 'boolean', 'object']);

/**
 * Everything in a condition that could only be a mistake: compiled as it is, it would match nobody, or everybody.
 *
 * @example validateCondition({ country: { $inn: ['US'] } }, {}) // [{ pointer: '/country/$inn', rule: 'operator', … }]
 */
export function validateCondition(condition: unknown, known: KnownNames): ConditionProblem[] {
  if (isTooLarge(condition))
    return [
      { pointer: '', rule: 'size', detail: `a condition has up to ${LARGEST_CONDITION} names, on all its levels` },
    ];
  const checker = new Checker(known);
  checker.subject(condition, '', 0);
  return checker.problems;
}

class Checker {
  readonly problems: ConditionProblem[] = [];

  constructor(private readonly known: KnownNames) {}

  /** A subject, all of whose parts are tested. `within`: the subject is an element of a list, whose names nobody declares. */
  subject(condition: unknown, pointer: string, depth: number, within = false): void {
    if (!isObject(condition)) return this.add(pointer, 'object', 'a condition is an object');
    if (depth > DEEPEST_CONDITION) return this.add(pointer, 'depth', `nested deeper than ${DEEPEST_CONDITION}`);
    for (const [name, part] of Object.entries(condition)) {
      const at = `${pointer}/${escaped(name)}`;
      if (name === '$not') this.subject(part, at, depth + 1, within);
      else if (name === '$savedGroup') this.savedGroup(part, at);
      else if (['$and', '$or', '$nor'].includes(name)) this.list(part, at, depth, within);
      else if (name.startsWith('$'))
        this.add(at, 'operator', `no operator ${name} of a whole condition: ${OF_A_SUBJECT}`);
      else {
        if (!within) this.attribute(name, at);
        this.value(part, at, depth + 1);
      }
    }
  }

  private list(parts: unknown, pointer: string, depth: number, within: boolean): void {
    if (!Array.isArray(parts) || parts.length === 0)
      return this.add(pointer, 'operand', 'a list of at least one condition');
    parts.forEach((part, index) => this.subject(part, `${pointer}/${index}`, depth + 1, within));
  }

  private attribute(path: string, pointer: string): void {
    const [name = ''] = path.split('.');
    if (this.known.attributes?.has(name) === false)
      this.add(pointer, 'known_attribute', `no attribute ${name} is declared`);
  }

  private savedGroup(reference: unknown, pointer: string): void {
    if (!isObject(reference) || typeof reference['id'] !== 'string')
      return this.add(pointer, 'operand', 'an object with the id of a saved group');
    this.group(reference['id'], `${pointer}/id`);
    if (typeof reference['attributeKey'] === 'string')
      this.attribute(reference['attributeKey'], `${pointer}/attributeKey`);
  }

  private group(id: unknown, pointer: string): void {
    if (typeof id !== 'string' || this.known.groups?.has(id) === false)
      this.add(pointer, 'known_group', `no saved group ${String(id)}`);
  }

  private value(expected: unknown, pointer: string, depth: number): void {
    if (depth > DEEPEST_CONDITION) return this.add(pointer, 'depth', `nested deeper than ${DEEPEST_CONDITION}`);
    if (!isObject(expected)) return;
    const names = Object.keys(expected);
    const operators = names.filter((name) => name.startsWith('$'));
    if (operators.length === 0) return;
    if (operators.length < names.length)
      return this.add(pointer, 'operator', 'either operators, which begin with $, or a value to be equal to');
    for (const name of names) this.operator(name, expected[name], `${pointer}/${escaped(name)}`, depth + 1);
  }

  private operator(name: string, operand: unknown, pointer: string, depth: number): void {
    switch (name) {
      case '$not':
      case '$size':
        return this.value(operand, pointer, depth);
      case '$elemMatch':
        return this.element(operand, pointer, depth);
      case '$inGroup':
      case '$notInGroup':
        return this.group(operand, pointer);
      case '$regex':
      case '$regexi':
        return this.pattern(operand, pointer);
      default: {
        const wanted = Object.hasOwn(OPERANDS, name) ? OPERANDS[name] : undefined;
        if (wanted === undefined) this.add(pointer, 'operator', `no operator ${name}`);
        else if (!wanted.holds(operand)) this.add(pointer, 'operand', `${name} takes ${wanted.what}`);
      }
    }
  }

  private element(operand: unknown, pointer: string, depth: number): void {
    const isOperators = isObject(operand) && Object.keys(operand).some((name) => OPERATOR.test(name));
    if (isOperators) this.value(operand, pointer, depth);
    else this.subject(operand, pointer, depth, true);
  }

  private pattern(operand: unknown, pointer: string): void {
    if (typeof operand !== 'string') return this.add(pointer, 'operand', 'a regular expression is a text');
    try {
      compilePattern(operand, false);
    } catch (error) {
      this.add(pointer, 'pattern', `the regular expression cannot be used: ${(error as Error).message}`);
    }
  }

  private add(pointer: string, rule: ConditionProblem['rule'], detail: string): void {
    this.problems.push({ pointer, rule, detail });
  }
}

interface Operand {
  readonly what: string;
  holds(operand: unknown): boolean;
}

const anything: Operand = { what: 'anything', holds: () => true };
const list: Operand = {
  what: `a list of up to ${LONGEST_LIST} values`,
  holds: (operand) => Array.isArray(operand) && operand.length <= LONGEST_LIST,
};
const comparable: Operand = {
  what: 'a number or a text',
  holds: (operand) => typeof operand === 'number' || typeof operand === 'string',
};
const version: Operand = { what: 'a version, as a text', holds: (operand) => typeof operand === 'string' };

/** Operators whose operand is no condition. */
const OPERANDS: Readonly<Record<string, Operand>> = {
  ...Object.fromEntries(['$eq', '$ne'].map((name) => [name, anything])),
  ...Object.fromEntries(['$in', '$nin', '$ini', '$nini', '$all', '$alli'].map((name) => [name, list])),
  ...Object.fromEntries(['$lt', '$lte', '$gt', '$gte'].map((name) => [name, comparable])),
  ...Object.fromEntries(['$veq', '$vne', '$vlt', '$vlte', '$vgt', '$vgte'].map((name) => [name, version])),
  $exists: { what: 'true or false', holds: (operand) => typeof operand === 'boolean' },
  $type: { what: [...TYPES].join(', '), holds: (operand) => typeof operand === 'string' && TYPES.has(operand) },
};

const OF_A_SUBJECT = 'there are $and, $or, $nor, $not and $savedGroup';

/** What begins with $ and is no condition of a whole subject. */
const OPERATOR = /^\$(?!and$|or$|nor$|savedGroup$)/;

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
