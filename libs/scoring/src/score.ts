import type { ListHit, Reason, RiskScoreReason, RuleActionTaken, ScoreAnswer } from './answer.js';
import type { CompiledRule } from './compile-rule.js';
import { decideDisposition } from './disposition.js';
import { percentileOf } from './distribution.js';
import type { FeatureDistributions } from './distribution.js';
import { families } from './feature.js';
import type { FeatureValues } from './feature.js';
import { featuresByName } from './feature-catalogue.js';
import { logit, logOddsOf } from './model.js';
import type { Model, ModelTerm, Money } from './model.js';
import { riskLevel } from './policy.js';
import type { Policy } from './policy.js';
import { priorScorecard } from './prior-scorecard.js';
import { additionOf, clipped, highest, lowest, withRules } from './risk-score.js';
import { emptyRuleset, evaluateRules } from './ruleset.js';
import type { Ruleset } from './ruleset.js';

export interface ScoreOptions {
  /** The prior scorecard unless given. */
  readonly model?: Model;
  /** Without it reasons count minor units: no currency is known here. */
  readonly money?: Money;
  /** What the lists say about the pledge's entities. */
  readonly lists?: readonly ListHit[];
  /** The velocity store was away: what the thresholds decide is named `degraded`. */
  readonly degraded?: boolean;
  /** Posted long after its own time: a reject becomes a review. */
  readonly isLate?: boolean;
  /** Rules that are watched on this pledge and have no effect on it. */
  readonly shadow?: Ruleset;
  /** Ids of the rules that are silenced for an entity of the pledge. */
  readonly snoozed?: ReadonlySet<string>;
  /** How values lie among recent pledges; without it, or of a feature without one, reasons have no percentile. */
  readonly distributions?: FeatureDistributions | undefined;
}

const inMinorUnits: Money = (minorUnits) => `${Math.round(minorUnits)} minor units`;

/** What a model alone says, in points: the score without what rules add to it. */
export const modelScore = (model: Model, features: FeatureValues): number => clipped(logOddsOf(model, features));

const term = (contribution: number, reason: Reason): RiskScoreReason => ({
  multiplier: Math.exp(contribution),
  contribution,
  reasons: [reason],
});

const sum = (terms: readonly { readonly contribution: number }[]): number =>
  terms.reduce((total, { contribution }) => total + contribution, 0);

/** What the score would be had only one family been known, for those of which something is known. */
function subscores(model: Model, terms: readonly ModelTerm[], features: FeatureValues): Record<string, number> {
  const totals = new Map<string, number>();
  for (const name in features) {
    const family = features[name] === undefined ? undefined : featuresByName.get(name)?.family;
    if (family !== undefined) totals.set(family, 0);
  }
  for (const { family, contribution } of terms) totals.set(family, (totals.get(family) ?? 0) + contribution);
  const known = families.filter((family) => totals.has(family));
  return Object.fromEntries(known.map((family) => [family, clipped(model.baseRate + (totals.get(family) ?? 0))]));
}

const idsOf = (rules: readonly CompiledRule[]): string[] => rules.map(({ id }) => id);

/** The term's fact, with its place among recent pledges. */
function rankedReason({ feature, reason }: ModelTerm, distributions: FeatureDistributions): Reason {
  const distribution = distributions[feature];
  if (distribution === undefined || typeof reason.value !== 'number') return reason;
  return { ...reason, percentile: percentileOf(reason.value, distribution) };
}

function actionOf(rule: CompiledRule): RuleActionTaken[] {
  if (rule.action === 'request_3ds') return [{ type: 'request_3ds', rule_label: rule.label }];
  if (rule.action !== 'tag') return [];
  return [{ type: 'tag', rule_label: rule.label, value: String(rule.value) }];
}

/**
 * Scores one pledge. With x the log-odds, x = base rate + Σ features + calibration + Σ rules, and
 * risk_score = 100 / (1 + e^−x) to 12 decimals, kept within 0.01 and 99: what that cuts off or adds is the term CLIP. So
 * the contributions of `risk_score_reasons` add up to ln(p / (1 − p)) of p = risk_score / 100, within rounding (1e-9).
 *
 * Pure: the same features, ruleset, policy and options give the same answer bit for bit (the replay of a decision).
 */
export function score(
  features: FeatureValues,
  ruleset: Ruleset,
  policy: Policy,
  options: ScoreOptions = {},
): ScoreAnswer {
  const { model = priorScorecard, money = inMinorUnits, lists = [], degraded = false, isLate = false } = options;
  const { distributions = {}, shadow = emptyRuleset, snoozed } = options;
  const terms = model.terms(features, money);
  const raw = model.baseRate + sum(terms);
  const calibrated = model.calibrate?.(raw) ?? raw;
  const modelScore = clipped(calibrated);
  const { fired, unknown, snoozed: silenced } = evaluateRules(ruleset, features, modelScore, snoozed);
  const watched = evaluateRules(shadow, features, modelScore);

  const additions = fired.filter((rule) => additionOf(rule) !== 0);
  const total = withRules(calibrated, additions);
  const riskScore = clipped(total);
  const clip = riskScore === highest || riskScore === lowest ? logit(riskScore / 100) - total : 0;

  const reasons = [
    term(model.baseRate, { code: 'BASE_RATE', reason: 'What is usual among all pledges' }),
    ...terms
      .toSorted((left, right) => Math.abs(right.contribution) - Math.abs(left.contribution))
      .map((one) => term(one.contribution, rankedReason(one, distributions))),
    ...additions.map((rule) =>
      term(additionOf(rule), { code: 'CUSTOM_RULE', reason: `Rule: ${rule.label}`, value: rule.id }),
    ),
  ];
  if (calibrated !== raw)
    reasons.push(term(calibrated - raw, { code: 'CALIBRATION', reason: 'Agreement of score and observed fraud' }));
  if (clip !== 0) reasons.push(term(clip, { code: 'CLIP', reason: 'Scores are kept within 0.01 and 99' }));

  return {
    risk_score: riskScore,
    risk_level: riskLevel(riskScore, policy.thresholds),
    disposition: decideDisposition({ riskScore, fired, lists, thresholds: policy.thresholds, degraded, isLate }),
    risk_score_reasons: reasons,
    subscores: subscores(model, terms, features),
    actions: fired.flatMap(actionOf),
    fired: idsOf(fired),
    unknown: idsOf(unknown),
    snoozed: idsOf(silenced),
    shadow: { fired: idsOf(watched.fired), unknown: idsOf(watched.unknown) },
  };
}
