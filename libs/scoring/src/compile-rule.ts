import { ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import type { ASTNode, ParseResult } from '@marcbachmann/cel-js';
import type { FeatureValues } from './feature.js';
import { withDoubleLiterals } from './number-literals.js';
import { ruleEnvironment } from './rule-environment.js';
import type { RuleEnvironment } from './rule-environment.js';
import { impossibilities } from './rule-possibility.js';
import { ruleActions } from './rule.js';
import type { CustomInput, RuleProblem, RuleSource } from './rule.js';

/** A rule that passed every check, ready to run. */
export interface CompiledRule extends RuleSource {
  /** The features, inputs and `risk_score` that its text names, each once: without a value of all, it is unknown. */
  readonly names: readonly string[];
  /** Does it fire? Call it only with a value of every name. */
  readonly test: (values: FeatureValues) => boolean;
}

export type RuleCompilation =
  | { readonly ok: true; readonly rule: CompiledRule }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

const longestExpression = 4000;
/** A million to one and more needs no rule. */
const largestAddition = 14;
const longestTag = 100;

/** Short on purpose: none can run long or fail on some texts only (`matches` can do both: a pattern may take for ever). */
const functions = new Set(['size', 'startsWith', 'endsWith', 'contains', 'lowerAscii', 'upperAscii']);

/** Every node of a tree, the root first. */
export function* nodes(node: ASTNode): Generator<ASTNode> {
  yield node;
  const children = (Array.isArray(node.args) ? node.args.flat(2) : [node.args]) as unknown[];
  for (const child of children) if (isNode(child)) yield* nodes(child);
}

const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value;

function actionProblems({ action, value }: RuleSource): RuleProblem[] {
  if (!ruleActions.includes(action))
    return [{ pointer: '/action', rule: 'action', detail: `the action is one of ${ruleActions.join(', ')}` }];
  const problem = (detail: string): RuleProblem[] => [{ pointer: '/value', rule: 'value', detail }];
  if (action === 'add_to_score')
    return typeof value === 'number' && Math.abs(value) <= largestAddition && value !== 0
      ? []
      : problem(`add_to_score needs log-odds to add: a number from −${largestAddition} to ${largestAddition}, not 0`);
  if (action === 'tag')
    return typeof value === 'string' && value.trim() !== '' && value.length <= longestTag
      ? []
      : problem(`tag needs the tag's text, 1 to ${longestTag} characters`);
  return value === undefined ? [] : problem(`${action} takes no value`);
}

/** What the language has and rules do not: members, indexes, maps, macros and most functions. */
function languageProblem(
  node: ASTNode,
  environment: RuleEnvironment,
): Pick<RuleProblem, 'rule' | 'detail'> | undefined {
  switch (node.op) {
    case 'id':
      return environment.definition(node.args) === undefined
        ? { rule: 'unknown_feature', detail: `no feature or input is called "${node.args}"` }
        : undefined;
    case 'call':
    case 'rcall':
      return functions.has(node.args[0])
        ? undefined
        : { rule: 'unknown_function', detail: `no function "${node.args[0]}"; there are ${[...functions].join(', ')}` };
    case '.':
    case '.?':
    case '[]':
    case '[?]':
    case 'map':
      return { rule: 'type', detail: 'features are plain values: no members, indexes or maps' };
    default:
      return undefined;
  }
}

/** Line and column count from 1 in the author's text. */
export function positionOf(expression: string, offset: number): NonNullable<RuleProblem['position']> {
  const before = expression.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n'), offset };
}

/**
 * Checks a rule and makes it ready to run: its text, the names and functions in it, its types (the whole must be a
 * bool), comparisons that can never hold, and its action with its value. All problems of one stage are told at once.
 */
export function compileRule(source: RuleSource, customInputs: readonly CustomInput[] = []): RuleCompilation {
  return compileIn(ruleEnvironment(customInputs), source);
}

/** As `compileRule`, in an environment that many rules share: making one takes far longer than a rule. */
export function compileIn(environment: RuleEnvironment, source: RuleSource): RuleCompilation {
  const problems = actionProblems(source);
  const { expression } = source;
  if (expression.trim() === '' || expression.length > longestExpression) {
    const detail = `an expression has 1 to ${longestExpression} characters`;
    return { ok: false, problems: [...problems, { pointer: '/expression', rule: 'length', detail }] };
  }
  const { text, originalOffset } = withDoubleLiterals(expression);
  const problem = (rule: RuleProblem['rule'], detail: string, offset: number): RuleProblem => ({
    pointer: '/expression',
    rule,
    detail,
    position: positionOf(expression, originalOffset(offset)),
  });
  const refused = (found: readonly RuleProblem[]): RuleCompilation => ({
    ok: false,
    problems: [...problems, ...found],
  });

  let parsed: ParseResult;
  try {
    parsed = environment.cel.parse(text);
  } catch (error) {
    // Some shapes are refused by type while they are parsed (`x.all(…)` over a number).
    if (!(error instanceof ParseError || error instanceof CelTypeError)) throw error;
    return refused([problem('syntax', error.summary, error.range?.start ?? 0)]);
  }
  const all = [...nodes(parsed.ast)];
  const language = all.flatMap((node) => {
    const found = languageProblem(node, environment);
    return found ? [problem(found.rule, found.detail, node.start)] : [];
  });
  if (language.length > 0) return refused(language);

  const { valid, type, error } = parsed.check();
  if (!valid) return refused([problem('type', error?.summary ?? 'the types do not agree', error?.range?.start ?? 0)]);
  if (type !== 'bool') return refused([problem('type', `a rule is true or false, this is a ${type}`, 0)]);
  const never = impossibilities(parsed.ast, environment).map(({ node, detail }) =>
    problem('impossible', detail, node.start),
  );
  if (problems.length + never.length > 0) return refused(never);

  const names = [...new Set(all.flatMap((node) => (node.op === 'id' ? [node.args] : [])))];
  return { ok: true, rule: { ...source, names, test: (values) => parsed(values) === true } };
}
