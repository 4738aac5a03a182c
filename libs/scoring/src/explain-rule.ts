import type { ASTNode } from '@marcbachmann/cel-js';
import { compileIn, nodes, positionOf } from './compile-rule.js';
import type { CompiledRule } from './compile-rule.js';
import type { FeatureValue, FeatureValues } from './feature.js';
import { withDoubleLiterals } from './number-literals.js';
import { ruleEnvironment } from './rule-environment.js';
import type { RuleEnvironment } from './rule-environment.js';
import type { CustomInput, RuleProblem, RuleSource } from './rule.js';

/** One part of a rule's text and what it comes to for a pledge. */
export interface ExplainedPart {
  /** As the author wrote it. */
  readonly text: string;
  /** Line and column count from 1, offset from 0, of its first character. */
  readonly position: { readonly line: number; readonly column: number; readonly offset: number };
  /** Null: unknown, because a name in it has no value. */
  readonly value: FeatureValue | null;
}

export type RuleExplanation =
  | {
      readonly ok: true;
      readonly outcome: 'fired' | 'not_fired' | 'unknown';
      /** Names in it that have no value. */
      readonly missing: readonly string[];
      /** The whole first, then what it is made of. Each by itself: what && and || would have skipped has a value too. */
      readonly parts: readonly ExplainedPart[];
    }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

/**
 * Checks a rule as when it is saved, and says what it and each part of it come to on one pledge. Literals and lists are
 * no parts: they are what they say.
 */
export function explainRule(
  source: RuleSource,
  values: FeatureValues,
  customInputs: readonly CustomInput[] = [],
): RuleExplanation {
  const environment = ruleEnvironment(customInputs);
  const compiled = compileIn(environment, source);
  if (!compiled.ok) return compiled;
  const { rule } = compiled;
  const { text, originalOffset } = withDoubleLiterals(source.expression);
  const parts = [...nodes(environment.cel.parse(text).ast)]
    .filter(({ op }) => op !== 'value' && op !== 'list')
    .map((node) => {
      const [start, end] = [originalOffset(node.start), originalOffset(node.end)];
      return {
        text: source.expression.slice(start, end),
        position: positionOf(source.expression, start),
        value: valueOf(environment, node, values),
      };
    });
  const missing = rule.names.filter((name) => values[name] === undefined);
  return { ok: true, outcome: outcomeOf(rule, missing, values), missing, parts };
}

function outcomeOf(
  rule: CompiledRule,
  missing: readonly string[],
  values: FeatureValues,
): 'fired' | 'not_fired' | 'unknown' {
  if (missing.length > 0) return 'unknown';
  try {
    return rule.test(values) ? 'fired' : 'not_fired';
  } catch {
    return 'unknown';
  }
}

function valueOf(environment: RuleEnvironment, node: ASTNode, values: FeatureValues): FeatureValue | null {
  const names = [...nodes(node)].flatMap((one) => (one.op === 'id' ? [one.args] : []));
  if (names.some((name) => values[name] === undefined)) return null;
  try {
    const value: unknown = environment.cel.parse(node.input.slice(node.start, node.end))(values);
    if (typeof value === 'bigint') return Number(value);
    return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null;
  } catch {
    return null;
  }
}
