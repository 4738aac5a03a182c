import type { PinnedBacktest } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { compileRuleset, type BacktestPolicy, type CustomInput, type Thresholds } from '#libs/scoring';
import { sourceOf, type RunningRule } from '../configuration/configuration.js';

/** @throws VerdictError `invalid` naming a rule that does not compile any more */
export function compiledPolicy(
  rules: readonly RunningRule[],
  thresholds: PinnedBacktest['candidate']['thresholds'],
  inputs: readonly CustomInput[],
): BacktestPolicy {
  const compiled = compileRuleset(0, rules.map(sourceOf), inputs);
  if (compiled.ok) return { rules: compiled.ruleset.rules, thresholds: thresholdsOf(thresholds) };
  const [problem] = compiled.problems;
  const rule = rules[Number(problem?.pointer.split('/')[1])];
  throw invalid(`The rule ${rule?.label ?? ''} cannot run: ${problem?.detail ?? 'it does not compile'}.`, []);
}

const thresholdsOf = (policy: PinnedBacktest['candidate']['thresholds']): Thresholds => ({
  elevated: policy.elevated_at,
  highest: policy.highest_at,
  review: policy.review_at,
  reject: policy.reject_at,
});
