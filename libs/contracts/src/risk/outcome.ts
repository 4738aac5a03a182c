import { z } from 'zod';
import { timeSchema } from '../stored-time.js';

export const outcomeKinds = [
  'authorised',
  'declined',
  'changed',
  'cancelled',
  'collected',
  'refunded',
  'issuer_warning',
  'disputed',
  'charged_back',
] as const;

export const outcomeCategories = [
  'fraud',
  'not_received',
  'not_as_described',
  'duplicate',
  'unrecognised',
  'other',
] as const;

export const labels = ['chargeback', 'suspected_fraud', 'spam_or_abuse', 'not_fraud'] as const;

export type OutcomeKind = (typeof outcomeKinds)[number];
export type OutcomeCategory = (typeof outcomeCategories)[number];
export type Label = (typeof labels)[number];

const text = z.string().min(1).max(128);
const time = timeSchema;

/** What happened to a pledge afterwards. The same id again counts once; with another body it is refused. */
export const outcomeSchema = z
  .strictObject({
    id: text,
    kind: z.enum(outcomeKinds),
    category: z.enum(outcomeCategories).optional(),
    reason_code: z.string().max(64).optional(),
    won: z.boolean().optional(),
    amount: z.int().nonnegative().optional(),
    currency: z.string().min(1).max(16).optional(),
    occurred_at: time.optional(),
    known_at: time.optional(),
    payment_reference: text.optional(),
    payment: z
      .strictObject({
        cvv_result: z.string().max(8).optional(),
        avs_result: z.string().max(8).optional(),
        was_3d_secure_successful: z.boolean().optional(),
        decline_code: z.string().max(64).optional(),
      })
      .optional(),
  })
  .superRefine(({ amount, currency }, context) => {
    if ((amount === undefined) !== (currency === undefined))
      context.addIssue({ code: 'custom', path: ['currency'], message: 'amount and currency come together' });
  })
  .meta({ id: 'Outcome' });

export type OutcomeBody = z.infer<typeof outcomeSchema>;

/** `GET /v1/pledges/{id}/outcomes`: what happened to a pledge and what it turned out to be, the latest first. */
export interface PledgeOutcomes {
  readonly pledge_id: string;
  readonly outcomes: readonly {
    readonly id: string;
    readonly kind: OutcomeKind;
    readonly category: OutcomeCategory | null;
    /** The network's. */
    readonly reason_code: string | null;
    /** Of a charge-back that was contested: whether the company won it. */
    readonly won: boolean | null;
    /** In minor units of `currency`. */
    readonly amount: number | null;
    readonly currency: string | null;
    readonly occurred_at: Date;
    readonly known_at: Date;
  }[];
  readonly labels: readonly { readonly label: Label; readonly source: string; readonly known_at: Date }[];
}

export interface OutcomeView {
  readonly pledge_id: string;
  readonly id: string;
  readonly kind: OutcomeKind;
  readonly label: Label | null;
  readonly known_at: string;
  readonly repeated: boolean;
}
