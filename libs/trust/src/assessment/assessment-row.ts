import type { Assessment, DispositionAction, RiskLevel } from '#libs/contracts';
import type { KeptEvidence } from './evidence.js';

/** A row of `assessment`. Times of type timestamptz are text on their way in, and dates on their way out. */
export interface AssessmentRow {
  readonly id: string;
  readonly pledge_id: string;
  readonly live: boolean;
  readonly revision: number | null;
  readonly body_hash: string;
  readonly request: unknown;
  readonly origin: string;
  readonly stamp: number;
  readonly as_of: number;
  readonly window_end: number;
  readonly epoch: number | null;
  readonly degraded: readonly string[];
  readonly late: boolean;
  readonly cause: string;
  readonly risk_score: number;
  readonly log_odds: number;
  readonly risk_level: RiskLevel;
  readonly disposition: DispositionAction;
  readonly disposition_reason: Assessment['disposition']['reason'];
  readonly rule_label: string | null;
  readonly effective_action: DispositionAction;
  readonly effective_by: Assessment['effective']['by'];
  readonly effective_at: string | Date;
  readonly reason_codes: readonly string[];
  readonly reasons: Assessment['risk_score_reasons'];
  readonly features: Assessment['features'];
  readonly subscores: Assessment['subscores'];
  readonly rules: Assessment['rules'];
  readonly actions: Assessment['actions'];
  readonly warnings: Assessment['warnings'];
  readonly versions: Assessment['versions'];
  readonly project_id: string;
  readonly creator_id: string | null;
  readonly backer_id: string | null;
  readonly card: string | null;
  readonly ip: string | null;
  readonly device: string | null;
  readonly email: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly base_amount: number | null;
  readonly occurred_at: string | Date;
  readonly created_at: string | Date;
  /** What the challenger would have said, in points; null without one. */
  readonly challenger_score: number | null;
  /** Null of answers from before it was kept. */
  readonly evidence: KeptEvidence | null;
}

/** The answer as it is given at once and ever after. */
export function assessmentView(row: AssessmentRow): Assessment {
  return {
    id: row.id,
    pledge_id: row.pledge_id,
    revision: row.revision,
    live: row.live,
    late: row.late,
    cause: row.cause,
    as_of: microsText(row.as_of),
    created_at: timeText(row.created_at),
    risk_score: row.risk_score,
    log_odds: row.log_odds,
    risk_level: row.risk_level,
    disposition: { action: row.disposition, reason: row.disposition_reason, rule_label: row.rule_label },
    effective: { action: row.effective_action, by: row.effective_by, at: timeText(row.effective_at) },
    actions: row.actions,
    risk_score_reasons: row.reasons,
    rules: row.rules,
    subscores: row.subscores,
    features: row.features,
    warnings: row.warnings,
    degraded: [...row.degraded],
    versions: row.versions,
    amount: row.amount,
    currency: row.currency,
    base_amount: row.base_amount,
    project_id: row.project_id,
    backer_id: row.backer_id,
    card: row.card,
    ip: row.ip,
  };
}

const timeText = (time: string | Date): string => new Date(time).toISOString();

/** RFC 3339 with the six digits that a stamp has. */
export const microsText = (micros: number): string =>
  `${new Date(Math.floor(micros / 1_000)).toISOString().slice(0, -1)}${String(micros % 1_000).padStart(3, '0')}Z`;
