import { compileIn } from './compile-rule.js';
import type { CompiledRule } from './compile-rule.js';
import type { FeatureValues } from './feature.js';
import { ruleEnvironment } from './rule-environment.js';
import type { CustomInput, RuleProblem, RuleSource } from './rule.js';

/** A versioned, ordered set of rules. */
export interface Ruleset {
  readonly version: number;
  readonly rules: readonly CompiledRule[];
}

export type RulesetCompilation =
  { readonly ok: true; readonly ruleset: Ruleset } | { readonly ok: false; readonly problems: readonly RuleProblem[] };

export const emptyRuleset: Ruleset = { version: 0, rules: [] };

/** Compiles all rules in one environment; pointers of problems begin with the rule's index (`/2/expression`). */
export function compileRuleset(
  version: number,
  sources: readonly RuleSource[],
  customInputs: readonly CustomInput[] = [],
): RulesetCompilation {
  const environment = ruleEnvironment(customInputs);
  const rules: CompiledRule[] = [];
  const problems: RuleProblem[] = [];
  for (const [index, source] of sources.entries()) {
    const result = compileIn(environment, source);
    if (result.ok) rules.push(result.rule);
    else problems.push(...result.problems.map((found) => ({ ...found, pointer: `/${index}${found.pointer}` })));
  }
  return problems.length === 0 ? { ok: true, ruleset: { version, rules } } : { ok: false, problems };
}

const nobody: ReadonlySet<string> = new Set();

export interface RuleOutcomes {
  /** All that fired, in the ruleset's order. */
  readonly fired: readonly CompiledRule[];
  /** All that could not be decided. */
  readonly unknown: readonly CompiledRule[];
  /** All that would have fired, had they not been silenced for this pledge. */
  readonly snoozed: readonly CompiledRule[];
}

/**
 * Runs every rule on one pledge. A rule is unknown, neither true nor false, if a name in its text has no value; that is
 * decided before it runs. One that fails all the same (a custom input of another type than declared) is unknown too.
 *
 * @param snoozed ids of the rules that are silenced for an entity of this pledge
 */
export function evaluateRules(
  ruleset: Ruleset,
  features: FeatureValues,
  riskScore: number,
  snoozed: ReadonlySet<string> = nobody,
): RuleOutcomes {
  const values: FeatureValues = { ...features, risk_score: riskScore };
  const fired: CompiledRule[] = [];
  const unknown: CompiledRule[] = [];
  const silenced: CompiledRule[] = [];
  for (const rule of ruleset.rules) {
    if (rule.names.some((name) => values[name] === undefined)) {
      unknown.push(rule);
      continue;
    }
    try {
      if (rule.test(values)) (snoozed.has(rule.id) ? silenced : fired).push(rule);
    } catch {
      unknown.push(rule);
    }
  }
  return { fired, unknown, snoozed: silenced };
}
