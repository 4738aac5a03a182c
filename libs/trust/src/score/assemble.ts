import type { Assessment } from '#libs/contracts';
import { logit, type Entities, type ScoreAnswer } from '#libs/scoring';
import type { AssessmentRow } from '../assessment/assessment-row.js';
import { liveOrigin } from '../velocity/observation.js';
import type { Evidence, Judgement } from './evaluate.js';

/** What else the row of an answer says. Times are µs. */
export interface Circumstances {
  readonly id: string;
  readonly live: boolean;
  readonly cause: string;
  /** 0 until it is given. */
  readonly stamp: number;
  readonly asOf: number;
  readonly epoch: number | null;
  readonly degraded: readonly string[];
  readonly createdAtMs: number;
}

export function assemble(evidence: Evidence, judgement: Judgement, about: Circumstances): AssessmentRow {
  const { subject, entities, configuration, geo } = evidence;
  const { answer, disposition, isOverridden } = judgement;
  const createdAt = new Date(about.createdAtMs).toISOString();
  const warnings = geo.isComplete ? subject.warnings : [...subject.warnings, geoWarning];
  return {
    id: about.id,
    pledge_id: subject.pledgeId,
    live: about.live,
    revision: null,
    body_hash: subject.hash,
    request: { ...subject.request.groups, custom_inputs: subject.request.customInputs },
    origin: liveOrigin,
    stamp: about.stamp,
    as_of: about.asOf,
    window_end: evidence.windowEnd,
    epoch: about.epoch,
    degraded: about.degraded,
    late: evidence.isLate,
    cause: about.cause,
    risk_score: answer.risk_score,
    log_odds: logit(answer.risk_score / 100),
    risk_level: answer.risk_level,
    disposition: disposition.action,
    disposition_reason: disposition.reason,
    rule_label: disposition.rule_label ?? null,
    effective_action: disposition.action,
    effective_by: isOverridden ? 'policy' : 'assessment',
    effective_at: createdAt,
    reason_codes: [...new Set(answer.risk_score_reasons.flatMap(({ reasons }) => reasons.map(({ code }) => code)))],
    reasons: reasonsOf(answer),
    features: judgement.features,
    subscores: answer.subscores,
    rules: rulesOf(answer, configuration.rules),
    actions: answer.actions.map((action) => ({ ...action, value: action.value ?? null })),
    warnings: [...warnings],
    versions: { ...judgement.versions, epoch: about.epoch },
    project_id: subject.projectId,
    ...columnsOf(entities),
    amount: subject.amount,
    currency: subject.currency,
    base_amount: subject.baseAmount ?? null,
    occurred_at: subject.statedTime ?? new Date(subject.askedAt / 1_000).toISOString(),
    created_at: createdAt,
  };
}

const geoWarning = {
  code: 'GEO_UNAVAILABLE',
  warning: 'A geo database is missing or corrupt; what it knows is unknown here',
  input_pointer: '/device/ip_address',
};

const columnsOf = (entities: Entities) => ({
  creator_id: entities.creator ?? null,
  backer_id: entities.backer ?? null,
  card: entities.card ?? null,
  ip: entities.ip ?? null,
  device: entities.device ?? null,
  email: entities.email ?? null,
});

const reasonsOf = (answer: ScoreAnswer): Assessment['risk_score_reasons'] =>
  answer.risk_score_reasons.map(({ multiplier, contribution, reasons }) => ({
    multiplier,
    contribution,
    reasons: reasons.map((one) => ({ ...one, value: one.value ?? null, percentile: one.percentile ?? null })),
  }));

type Rules = Evidence['configuration']['rules'];

/** Every rule that fired, and every one that could not be decided. */
function rulesOf(answer: ScoreAnswer, rules: Rules): Assessment['rules'] {
  const shown = (ids: readonly string[], outcome: 'fired' | 'unknown'): Assessment['rules'] =>
    ids.flatMap((id) => {
      const rule = rules.get(id);
      return rule === undefined ? [] : [{ id, version: rule.version, label: rule.label, action: rule.action, outcome }];
    });
  return [...shown(answer.fired, 'fired'), ...shown(answer.unknown, 'unknown')];
}
