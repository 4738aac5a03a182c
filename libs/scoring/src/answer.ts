import type { FeatureValue } from './feature.js';
import type { RiskLevel } from './policy.js';

export type DispositionAction = 'accept' | 'manual_review' | 'reject';

export type DispositionReason = 'default' | 'custom_rule' | 'list' | 'policy' | 'degraded';

export interface Disposition {
  readonly action: DispositionAction;
  readonly reason: DispositionReason;
  /** The rule's or the list entry's name, where one decided. */
  readonly rule_label?: string;
}

/** One fact behind a term; the code is stable, the text is for people. */
export interface Reason {
  readonly code: string;
  readonly reason: string;
  readonly value?: FeatureValue;
  /** Percent of recent pledges with a lower value; only of numbers, and only where their distribution is known. */
  readonly percentile?: number;
}

/** One term of the sum: `contribution` in log-odds, `multiplier` its exponential. */
export interface RiskScoreReason {
  readonly multiplier: number;
  readonly contribution: number;
  readonly reasons: readonly Reason[];
}

/** Beside the disposition: what else the caller should do. */
export interface RuleActionTaken {
  readonly type: 'request_3ds' | 'tag';
  readonly rule_label: string;
  readonly value?: string;
}

/** What a list says about one entity of the pledge. */
export interface ListHit {
  readonly list: 'allow' | 'block' | 'watch';
  /** Shown as the disposition's `rule_label`. */
  readonly label: string;
}

/** Names and shapes are those of the HTTP answer. */
export interface ScoreAnswer {
  /** Probability of payment fraud in percent, 0.01 to 99, to 12 decimals: the contributions add up to its log-odds within 1e-9. */
  readonly risk_score: number;
  readonly risk_level: RiskLevel;
  readonly disposition: Disposition;
  readonly risk_score_reasons: readonly RiskScoreReason[];
  /** By family, 0.01 to 99: the risk score had only this family's features been known. */
  readonly subscores: Readonly<Record<string, number>>;
  readonly actions: readonly RuleActionTaken[];
  /** Ids of the rules that fired, in the ruleset's order. */
  readonly fired: readonly string[];
  /** Ids of the rules that could not be decided, because a feature they name is unknown. */
  readonly unknown: readonly string[];
  /** Ids of the rules that would have fired, but are silenced for an entity of the pledge. */
  readonly snoozed: readonly string[];
  /** What the rules that are only watched would have done; nothing of it counts. */
  readonly shadow: { readonly fired: readonly string[]; readonly unknown: readonly string[] };
}
