import type { Disposition, DispositionAction, DispositionReason, ListHit } from './answer.js';
import type { CompiledRule } from './compile-rule.js';
import type { Thresholds } from './policy.js';
import type { RuleAction } from './rule.js';

export interface DispositionInputs {
  readonly riskScore: number;
  readonly fired: readonly CompiledRule[];
  readonly lists: readonly ListHit[];
  readonly thresholds: Thresholds;
  readonly degraded: boolean;
  readonly isLate: boolean;
}

const disposition = (action: DispositionAction, reason: DispositionReason, label?: string): Disposition =>
  label === undefined ? { action, reason } : { action, reason, rule_label: label };

/**
 * The first that has something to say decides: allow list, block list, accept rules, reject rules, review rules, watch
 * list, the score's thresholds. Allow comes before block as accept before reject: it is what a person decided about
 * this very entity. Without velocity (`degraded`) a decision of the thresholds is named so.
 */
function decide({ riskScore, fired, lists, thresholds, degraded }: DispositionInputs): Disposition {
  const hit = (list: ListHit['list']): string | undefined => lists.find((entry) => entry.list === list)?.label;
  const rule = (action: RuleAction): string | undefined => fired.find((entry) => entry.action === action)?.label;
  const steps: readonly [DispositionAction, DispositionReason, string | undefined][] = [
    ['accept', 'list', hit('allow')],
    ['reject', 'list', hit('block')],
    ['accept', 'custom_rule', rule('accept')],
    ['reject', 'custom_rule', rule('reject')],
    ['manual_review', 'custom_rule', rule('manual_review')],
    ['manual_review', 'list', hit('watch')],
  ];
  for (const [action, reason, label] of steps) if (label !== undefined) return disposition(action, reason, label);
  if (riskScore >= thresholds.reject) return disposition('reject', degraded ? 'degraded' : 'policy');
  if (riskScore >= thresholds.review) return disposition('manual_review', degraded ? 'degraded' : 'policy');
  return disposition('accept', degraded ? 'degraded' : 'default');
}

/** What to do with the pledge. A late one is never rejected: nobody waits for the answer, and a person can still look. */
export function decideDisposition(inputs: DispositionInputs): Disposition {
  const decided = decide(inputs);
  return inputs.isLate && decided.action === 'reject' ? { ...decided, action: 'manual_review' } : decided;
}
