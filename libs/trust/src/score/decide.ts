import type { Assessment, RuleOutcome } from '#libs/contracts';
import {
  defaultPolicy,
  emptyRuleset,
  logit,
  modelScore,
  score,
  scorecardModel,
  type Disposition,
  type FeatureValues,
  type ListHit,
  type Model,
  type ScoreAnswer,
} from '#libs/scoring';
import type { AssessmentRow } from '../assessment/assessment-row.js';
import type { Configuration } from '../configuration/configuration.js';

/** What a decision is made of: features and what has versions, with nothing looked up on the way. */
export interface DecisionInputs {
  readonly features: FeatureValues;
  readonly configuration: Pick<
    Configuration,
    'ruleset' | 'shadow' | 'rules' | 'policy' | 'override' | 'money' | 'distributions' | 'champion' | 'challenger'
  >;
  readonly lists: readonly ListHit[];
  /** Ids of the rules that are silenced for an entity of the pledge. */
  readonly snoozed: readonly string[];
  /** Velocity is unknown. */
  readonly isDegraded: boolean;
  readonly isLate: boolean;
  /** What a test key asked for by a magic value, in points of risk_score: neither rules nor lists count then. */
  readonly forcedScore: number | undefined;
  readonly askedAtMs: number;
}

/** The columns of an assessment that a decision fills. */
export type DecisionColumns = Pick<
  AssessmentRow,
  | 'risk_score'
  | 'log_odds'
  | 'risk_level'
  | 'disposition'
  | 'disposition_reason'
  | 'rule_label'
  | 'reason_codes'
  | 'reasons'
  | 'subscores'
  | 'rules'
  | 'actions'
  | 'challenger_score'
>;

export interface Decision {
  readonly columns: DecisionColumns;
  /** An override of the policy changed what the rules and thresholds said. */
  readonly isOverridden: boolean;
  readonly model: string;
  /** Undefined: none was asked. */
  readonly challenger: string | undefined;
}

/** The same inputs give the same decision, bit for bit: a replay of it is another call. */
export function decide(inputs: DecisionInputs): Decision {
  const { features, configuration, forcedScore, lists, isDegraded, isLate, askedAtMs } = inputs;
  const { money, distributions } = configuration;
  const isForced = forcedScore !== undefined;
  const model = isForced ? forcedModel(forcedScore) : configuration.champion;
  const challenger = isForced ? undefined : configuration.challenger;
  const answer = score(
    features,
    isForced ? emptyRuleset : configuration.ruleset,
    isForced ? defaultPolicy : configuration.policy,
    {
      model,
      money,
      lists,
      degraded: isDegraded,
      isLate,
      distributions: distributions?.features,
      snoozed: new Set(inputs.snoozed),
      ...(isForced ? {} : { shadow: configuration.shadow }),
    },
  );
  const disposition = overridden(answer.disposition, configuration.override, askedAtMs);
  return {
    columns: {
      ...columnsOf(answer, disposition, configuration.rules),
      challenger_score: challenger === undefined ? null : modelScore(challenger, features),
    },
    isOverridden: disposition !== answer.disposition,
    model: model.version,
    challenger: challenger?.version,
  };
}

/** A model that knows one answer, so that what a test key asks for has reasons that add up too. */
const forcedModel = (points: number): Model => scorecardModel('test', logit(points / 100), []);

/** An override stops all rejecting (manual_review), or all stopping (accept), at once. */
function overridden(disposition: Disposition, override: Configuration['override'], nowMs: number): Disposition {
  if (override === undefined || override.untilMs <= nowMs || disposition.action === 'accept') return disposition;
  if (disposition.action === override.action) return disposition;
  return { action: override.action, reason: 'policy' };
}

const columnsOf = (
  answer: ScoreAnswer,
  disposition: Disposition,
  rules: Rules,
): Omit<DecisionColumns, 'challenger_score'> => ({
  risk_score: answer.risk_score,
  log_odds: logit(answer.risk_score / 100),
  risk_level: answer.risk_level,
  disposition: disposition.action,
  disposition_reason: disposition.reason,
  rule_label: disposition.rule_label ?? null,
  reason_codes: [...new Set(answer.risk_score_reasons.flatMap(({ reasons }) => reasons.map(({ code }) => code)))],
  reasons: reasonsOf(answer),
  subscores: answer.subscores,
  rules: rulesOf(answer, rules),
  actions: answer.actions.map((action) => ({ ...action, value: action.value ?? null })),
});

const reasonsOf = (answer: ScoreAnswer): Assessment['risk_score_reasons'] =>
  answer.risk_score_reasons.map(({ multiplier, contribution, reasons }) => ({
    multiplier,
    contribution,
    reasons: reasons.map((one) => ({ ...one, value: one.value ?? null, percentile: one.percentile ?? null })),
  }));

type Rules = Configuration['rules'];

/** Every rule that fired, could not be decided or was silenced; and what those in shadow would have been. */
function rulesOf(answer: ScoreAnswer, rules: Rules): Assessment['rules'] {
  const shown = (ids: readonly string[], outcome: RuleOutcome): Assessment['rules'] =>
    ids.flatMap((id) => {
      const rule = rules.get(id);
      return rule === undefined ? [] : [{ id, version: rule.version, label: rule.label, action: rule.action, outcome }];
    });
  return [
    ...shown(answer.fired, 'fired'),
    ...shown(answer.unknown, 'unknown'),
    ...shown(answer.snoozed, 'snoozed'),
    ...shown(answer.shadow.fired, 'shadow_fired'),
    ...shown(answer.shadow.unknown, 'shadow_unknown'),
  ];
}
