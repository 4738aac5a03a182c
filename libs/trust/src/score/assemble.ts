import type { Entities } from '#libs/scoring';
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
  const { subject, entities, geo } = evidence;
  const { columns, isOverridden } = judgement;
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
    ...columns,
    effective_action: columns.disposition,
    effective_by: isOverridden ? 'policy' : 'assessment',
    effective_at: createdAt,
    features: judgement.features,
    warnings: [...warnings],
    versions: { ...judgement.versions, epoch: about.epoch },
    project_id: subject.projectId,
    ...columnsOf(entities),
    amount: subject.amount,
    currency: subject.currency,
    base_amount: subject.baseAmount ?? null,
    occurred_at: subject.statedTime ?? new Date(subject.askedAt / 1_000).toISOString(),
    created_at: createdAt,
    evidence: judgement.kept,
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
