import type { FeatureType } from './feature.js';

export type RuleAction = 'reject' | 'manual_review' | 'accept' | 'add_to_score' | 'tag' | 'request_3ds';

export const ruleActions: readonly RuleAction[] = [
  'reject',
  'manual_review',
  'accept',
  'add_to_score',
  'tag',
  'request_3ds',
];

/** A rule as people write it. */
export interface RuleSource {
  /** Never changes, whatever the label becomes. */
  readonly id: string;
  readonly label: string;
  /** CEL over the features, the custom inputs and `risk_score` (the calibrated model's, before rules). */
  readonly expression: string;
  readonly action: RuleAction;
  /** Of `add_to_score` the log-odds to add, a number; of `tag` the tag's text; otherwise absent. */
  readonly value?: number | string | undefined;
}

/** An input of the company's own, declared by an admin; its name is usable in rules at once. */
export interface CustomInput {
  readonly name: string;
  readonly type: FeatureType;
}

/** Why a rule is refused, and where in its text; line and column count from 1, offset from 0. */
export interface RuleProblem {
  /** JSON pointer into the rule: `/expression`, `/action`, `/value`, … */
  readonly pointer: string;
  readonly rule:
    'length' | 'syntax' | 'unknown_feature' | 'unknown_function' | 'type' | 'impossible' | 'action' | 'value';
  readonly detail: string;
  readonly position?: { readonly line: number; readonly column: number; readonly offset: number };
}
