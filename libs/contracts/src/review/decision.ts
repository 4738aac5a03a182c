import { z } from 'zod';
import type { DispositionAction } from '../risk/assessment.js';
import { closeReasons, reasonSchema, type CloseReason } from './close-reason.js';
import type { Label } from '../risk/outcome.js';
import type { RecordedActor } from '../access/principal.js';

export const decisionActions = ['release', 'hold', 'cancel'] as const;
export const decisionSubjects = ['pledge', 'backer', 'card', 'device', 'project', 'creator'] as const;

export type DecisionAction = (typeof decisionActions)[number];
export type DecisionSubjectKind = (typeof decisionSubjects)[number];

const subject = z.strictObject({ kind: z.enum(decisionSubjects), id: z.string().min(1).max(128) });

/** On one subject, or on many at once, as on a ring: it is one decision, told once and taken back at once. */
export const newDecisionSchema = z
  .strictObject({
    action: z.enum(decisionActions),
    subjects: z.array(subject).min(1).max(200),
    reason: reasonSchema,
    close_reason: z.enum(closeReasons).optional().meta({
      description:
        'of the cases that it ends: approved for a release and canceled for a cancel unless said; a hold ends none',
    }),
    label: z.enum(['suspected_fraud', 'spam_or_abuse', 'not_fraud']).optional().meta({
      description:
        'what the decided pledges are; suspected_fraud where close_reason is refunded_as_fraud, else none unless said',
    }),
    case_id: z.uuid().optional().meta({ description: 'the case that it answers' }),
  })
  .superRefine(({ action, close_reason }, context) => {
    if (action === 'hold' && close_reason !== undefined)
      context.addIssue({ code: 'custom', path: ['close_reason'], message: 'a hold closes no case' });
  })
  .meta({ id: 'NewDecision' });

export const decisionIdSchema = z.uuid();

export const decisionAnswerSchema = z.strictObject({ approve: z.boolean() }).meta({ id: 'DecisionAnswer' });

export const undoSchema = z.strictObject({ reason: reasonSchema }).meta({ id: 'Undo' });

export const decisionQuerySchema = z.strictObject({
  after: z.coerce.number().int().nonnegative().default(0).meta({ description: 'next_after of the answer before' }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export type NewDecision = z.infer<typeof newDecisionSchema>;
export type DecisionSubject = z.infer<typeof subject>;
export type DecisionAnswer = z.infer<typeof decisionAnswerSchema>;
export type Undo = z.infer<typeof undoSchema>;
export type DecisionQuery = z.infer<typeof decisionQuerySchema>;

/** What holds of a pledge since a decision. */
export interface DecidedPledge {
  readonly pledge_id: string;
  readonly effective: {
    readonly action: DispositionAction;
    readonly by: 'assessment' | 'reviewer' | 'policy';
    readonly at: Date;
  };
}

export interface ReviewDecision {
  readonly id: string;
  /** Its place in the order in which decisions took effect; null: it has not. */
  readonly sequence: number | null;
  /** `proposed` waits for a second reviewer, `refused` was refused by one. */
  readonly state: 'proposed' | 'standing' | 'refused';
  readonly action: DecisionAction | 'undo';
  readonly subjects: readonly DecisionSubject[];
  readonly reason: string;
  readonly close_reason: CloseReason | null;
  readonly label: Label | null;
  readonly case_id: string | null;
  readonly by: 'reviewer' | 'policy';
  readonly actor: RecordedActor;
  /** Who approved or refused it. */
  readonly second: { readonly id: string; readonly name: string } | null;
  readonly decided_at: Date;
  /** The decision that this one takes back, and the one that has taken it back. */
  readonly undoes: string | null;
  readonly undone_by: string | null;
  readonly pledges: readonly DecidedPledge[];
}

export interface DecisionPage {
  readonly decisions: readonly ReviewDecision[];
  /** For `after`: the same again while nothing is new. */
  readonly next_after: number;
}
