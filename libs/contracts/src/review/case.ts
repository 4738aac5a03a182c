import { z } from 'zod';
import type { DispositionAction, RiskLevel } from '../risk/assessment.js';
import { closeReasons, reasonSchema, type CloseReason } from './close-reason.js';
import type { ReviewDecision } from './decision.js';
import { pledgeIdSchema } from '../risk/pledge.js';
import { queueKeySchema } from './queue.js';
import { timeSchema } from '../stored-time.js';

export const caseStates = ['open', 'claimed', 'waiting', 'escalated', 'closed'] as const;
export const caseEntities = ['backer', 'card', 'device', 'project', 'pledge'] as const;

export type CaseState = (typeof caseStates)[number];
export type CaseEntity = (typeof caseEntities)[number];

const id = z.string().min(1).max(128);

export const caseIdSchema = z.uuid();

/** Without `state` those that are not closed; in the order in which they are best taken. */
export const caseQuerySchema = z.strictObject({
  queue: queueKeySchema.optional(),
  state: z.enum(caseStates).optional(),
  assignee: id.optional(),
  entity_kind: z.enum(caseEntities).optional(),
  entity_id: z.string().min(1).max(254).optional(),
  offset: z.coerce.number().int().min(0).max(10_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const newCaseSchema = z
  .strictObject({ pledge_id: pledgeIdSchema, reason: reasonSchema })
  .meta({ id: 'NewCase' });

export const caseWaitSchema = z.strictObject({ until: timeSchema, reason: reasonSchema }).meta({ id: 'CaseWait' });
export const caseReasonSchema = z.strictObject({ reason: reasonSchema }).meta({ id: 'CaseReason' });
export const caseAssignSchema = z
  .strictObject({ assignee: id.nullable().meta({ description: 'the id of a person or key; null: anybody' }) })
  .meta({ id: 'CaseAssign' });
export const caseCloseSchema = z
  .strictObject({ close_reason: z.enum(closeReasons), reason: reasonSchema })
  .meta({ id: 'CaseClose' });

export type CaseQuery = z.infer<typeof caseQuerySchema>;
export type NewCase = z.infer<typeof newCaseSchema>;
export type CaseWait = z.infer<typeof caseWaitSchema>;
export type CaseReason = z.infer<typeof caseReasonSchema>;
export type CaseAssign = z.infer<typeof caseAssignSchema>;
export type CaseClose = z.infer<typeof caseCloseSchema>;

/** A case about one entity; amounts are base minor units. */
export interface CaseView {
  readonly id: string;
  readonly entity_kind: CaseEntity;
  readonly entity_id: string;
  readonly queue: string;
  readonly state: CaseState;
  /** Why it was opened. */
  readonly cause: string;
  /** What a check of a project found; null of others. */
  readonly findings: readonly CaseFinding[] | null;
  readonly assignee: string | null;
  readonly claimed_by: string | null;
  readonly claimed_at: Date | null;
  /** Until when somebody holds it, or it waits. */
  readonly held_until: Date | null;
  readonly opened_at: Date;
  readonly due_at: Date;
  /** When the queue's policy acted, since nobody had decided. */
  readonly acted_at: Date | null;
  readonly undecided: number;
  readonly pledges: number;
  readonly revisions: number;
  readonly amount: number;
  readonly highest_score: number;
  /** Expected loss that a decision avoids, in minor units for each minute of a reviewer. */
  readonly worth: number;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly close_reason: CloseReason | null;
}

/** What a check of a project found, as a share of its uncollected money. */
export interface CaseFinding {
  readonly code: 'CREATOR_BACKS' | 'RING';
  readonly finding: string;
  readonly value: string | null;
  readonly pledges: number;
  readonly share: number;
}

/** A pledge of a case, by its latest revision. */
export interface CasePledge {
  readonly pledge_id: string;
  readonly project_id: string;
  /** Why it joined. */
  readonly cause: string;
  readonly joined_at: Date;
  readonly revision: number;
  readonly risk_score: number;
  readonly risk_level: RiskLevel;
  readonly base_amount: number | null;
  readonly disposition: DispositionAction;
  readonly effective: DispositionAction;
  readonly effective_by: 'assessment' | 'reviewer' | 'policy';
  readonly deadline: Date | null;
}

export interface CaseDetail extends CaseView {
  /** At most 500, riskiest first. */
  readonly items: readonly CasePledge[];
  readonly decisions: readonly ReviewDecision[];
}

export interface CaseList {
  readonly cases: readonly CaseView[];
  readonly more: boolean;
}

/** Null: nothing is there for the caller to take. */
export interface ClaimAnswer {
  readonly case: CaseView | null;
}
