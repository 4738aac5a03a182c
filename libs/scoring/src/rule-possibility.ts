import type { ASTNode } from '@marcbachmann/cel-js';
import type { RuleEnvironment } from './rule-environment.js';

/** What can be said of an expression's value before it runs. */
type Possible =
  | { readonly kind: 'number'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'bool'; readonly canBeTrue: boolean }
  | { readonly kind: 'string'; readonly value?: string | undefined; readonly pattern?: RegExp | undefined };

type Known = ReadonlyMap<string, Possible>;

export interface Impossibility {
  readonly node: ASTNode;
  readonly detail: string;
}

const anyNumber: Possible = { kind: 'number', minimum: -Infinity, maximum: Infinity };
const anyString: Possible = { kind: 'string' };
const anyBool: Possible = { kind: 'bool', canBeTrue: true };
const never: Possible = { kind: 'bool', canBeTrue: false };

const mirrored: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

/** Can `left operator right` hold for some values within what is possible? Doubtful cases can. */
function canHold(operator: string, left: Possible, right: Possible): boolean {
  if (left.kind === 'number' && right.kind === 'number') {
    switch (operator) {
      case '<':
        return left.minimum < right.maximum;
      case '<=':
        return left.minimum <= right.maximum;
      case '>':
        return left.maximum > right.minimum;
      case '>=':
        return left.maximum >= right.minimum;
      case '==':
        return left.minimum <= right.maximum && right.minimum <= left.maximum;
      default:
        return !(left.minimum === left.maximum && right.minimum === right.maximum && left.minimum === right.minimum);
    }
  }
  if (left.kind === 'string' && right.kind === 'string' && operator === '==') {
    if (left.value !== undefined && right.value !== undefined) return left.value === right.value;
    const literal = left.value ?? right.value;
    const pattern = left.pattern ?? right.pattern;
    return literal === undefined || pattern === undefined || pattern.test(literal);
  }
  return true;
}

function describe(node: ASTNode, possible: Possible): string {
  const text = node.input.slice(node.start, node.end);
  if (possible.kind === 'number') {
    const { minimum, maximum } = possible;
    if (minimum === maximum) return `${text} is ${minimum}`;
    if (maximum === Infinity) return `${text} is never below ${minimum}`;
    return minimum === -Infinity ? `${text} is never above ${maximum}` : `${text} is between ${minimum} and ${maximum}`;
  }
  if (possible.kind === 'string' && possible.value !== undefined) return `${text} is "${possible.value}" here`;
  return possible.kind === 'string' && possible.pattern ? `${text} looks like ${possible.pattern.source}` : text;
}

/**
 * Finds comparisons that no pledge can meet, by the limits of the catalogue and by what the left side of an `&&`
 * already demands of the same name (`x > 5 && x < 3`). It may miss one; it never refuses one that can hold.
 */
export function impossibilities(root: ASTNode, { definition }: RuleEnvironment): Impossibility[] {
  const found: Impossibility[] = [];

  const ofName = (name: string, known: Known): Possible => {
    const narrowed = known.get(name);
    if (narrowed) return narrowed;
    const feature = definition(name);
    if (feature?.type === 'double')
      return { kind: 'number', minimum: feature.minimum ?? -Infinity, maximum: feature.maximum ?? Infinity };
    if (feature?.type === 'bool') return anyBool;
    return { kind: 'string', pattern: feature?.pattern === undefined ? undefined : new RegExp(feature.pattern) };
  };

  const compare = (node: ASTNode, operator: string, [left, right]: [ASTNode, ASTNode], known: Known): Possible => {
    const leftSide = look(left, known);
    const rightSide = look(right, known);
    if (canHold(operator, leftSide, rightSide)) return anyBool;
    const [subject, limits] = left.op === 'value' ? [right, rightSide] : [left, leftSide];
    found.push({ node, detail: `${describe(subject, limits)}, so this can never hold` });
    return never;
  };

  /** Each element by itself: one that can never be met is a typing error even if the others can. */
  const member = (node: ASTNode, [left, list]: [ASTNode, ASTNode], known: Known): Possible => {
    if (list.op !== 'list') return anyBool;
    if (list.args.length === 0) found.push({ node, detail: 'the list is empty, so this can never hold' });
    const holds = list.args.map((element) => compare(element, '==', [left, element], known));
    return holds.some((possible) => possible.kind === 'bool' && possible.canBeTrue) ? anyBool : never;
  };

  const look = (node: ASTNode, known: Known): Possible => {
    switch (node.op) {
      case 'value':
        if (typeof node.args === 'number') return { kind: 'number', minimum: node.args, maximum: node.args };
        if (typeof node.args === 'string') return { kind: 'string', value: node.args };
        return node.args === false ? never : anyBool;
      case 'id':
        return ofName(node.args, known);
      case '&&': {
        const left = look(node.args[0], known);
        const right = look(node.args[1], narrow(node.args[0], known));
        return left.kind === 'bool' && right.kind === 'bool' && left.canBeTrue && right.canBeTrue ? anyBool : never;
      }
      case '||': {
        const sides = node.args.map((side) => look(side, known));
        return sides.some((side) => side.kind === 'bool' && side.canBeTrue) ? anyBool : never;
      }
      case '!_':
        look(node.args, known);
        return node.args.op === 'value' && node.args.args === true ? never : anyBool;
      case '-_': {
        const value = look(node.args, known);
        return value.kind === 'number'
          ? { kind: 'number', minimum: -value.maximum, maximum: -value.minimum }
          : anyNumber;
      }
      case '?:': {
        const [condition, yes, no] = node.args;
        look(condition, known);
        const whenTrue = look(yes, narrow(condition, known));
        const whenFalse = look(no, known);
        if (whenTrue.kind === 'bool' && whenFalse.kind === 'bool')
          return whenTrue.canBeTrue || whenFalse.canBeTrue ? anyBool : never;
        return whenTrue.kind === 'string' ? anyString : anyNumber;
      }
      case 'in':
        return member(node, node.args, known);
      case '<':
      case '<=':
      case '>':
      case '>=':
      case '==':
      case '!=':
        return compare(node, node.op, node.args, known);
      case '+':
      case '-':
      case '*':
        return arithmetic(node.op, look(node.args[0], known), look(node.args[1], known));
      case 'call':
        node.args[1].forEach((argument) => look(argument, known));
        return node.args[0] === 'size' ? { kind: 'number', minimum: 0, maximum: Infinity } : anyNumber;
      case 'rcall':
        return node.args[0].endsWith('Ascii') ? anyString : anyBool;
      default:
        return anyNumber;
    }
  };

  /** What is known of names once `node` is true. */
  const narrow = (node: ASTNode, known: Known): Known => {
    if (node.op === '&&') return narrow(node.args[1], narrow(node.args[0], known));
    if (node.op !== '<' && node.op !== '<=' && node.op !== '>' && node.op !== '>=' && node.op !== '==') return known;
    const [left, right] = node.args;
    const [name, other, operator] =
      left.op === 'id' ? [left, right, node.op] : [right, left, mirrored[node.op] ?? node.op];
    if (name.op !== 'id') return known;
    const before = ofName(name.args, known);
    const limit = look(other, known);
    if (before.kind === 'string' && limit.kind === 'string' && limit.value !== undefined)
      return new Map(known).set(name.args, limit);
    if (before.kind !== 'number' || limit.kind !== 'number') return known;
    return new Map(known).set(name.args, {
      kind: 'number',
      minimum: operator.startsWith('<') ? before.minimum : Math.max(before.minimum, limit.minimum),
      maximum: operator.startsWith('>') ? before.maximum : Math.min(before.maximum, limit.maximum),
    });
  };

  const whole = look(root, new Map());
  if (found.length === 0 && whole.kind === 'bool' && !whole.canBeTrue)
    found.push({ node: root, detail: 'the rule can never fire' });
  return found;
}

/** Interval arithmetic: the ends of a sum, a difference and a product are among the sums … of the ends. */
function arithmetic(operator: '+' | '-' | '*', left: Possible, right: Possible): Possible {
  if (left.kind === 'string') return anyString;
  if (left.kind !== 'number' || right.kind !== 'number') return anyNumber;
  const ends = [left.minimum, left.maximum].flatMap((a) =>
    [right.minimum, right.maximum].map((b) => (operator === '+' ? a + b : operator === '-' ? a - b : a * b)),
  );
  if (ends.some(Number.isNaN)) return anyNumber;
  return { kind: 'number', minimum: Math.min(...ends), maximum: Math.max(...ends) };
}
