import { z } from 'zod';
import { listEntrySchema } from './list.js';
import { policySchema } from './policy.js';
import type { RecordedActor } from '../access/principal.js';
import { ruleIdSchema } from './rule.js';

/** What a second person may take: a rule that goes live as it is now, thresholds, an entry of a list, a model that decides. */
export const policyChangeSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('rule_live'), rule_id: ruleIdSchema }),
    z.strictObject({ kind: z.literal('thresholds'), policy: policySchema }),
    z.strictObject({ kind: z.literal('list_entry'), entry: listEntrySchema }),
    z.strictObject({ kind: z.literal('model_champion'), model: z.int().min(1).max(2_147_483_647) }),
  ])
  .meta({ id: 'PolicyChange' });

export const policyChangeStates = ['waiting', 'approved', 'refused'] as const;

export const policyChangeQuerySchema = z.strictObject({
  state: z.enum(policyChangeStates).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const policyChangeIdSchema = z.uuid();

export type PolicyChangeBody = z.infer<typeof policyChangeSchema>;
export type PolicyChangeQuery = z.infer<typeof policyChangeQuerySchema>;

/** A day, by the live pledges of the last seven days; money is minor units of the company's currency. */
export interface PolicyExpectation {
  /** Pledges that were looked at; with none of the last week nothing can be expected. */
  readonly sample: number;
  readonly pledges: number;
  /** The rule, or the entry, touches these. */
  readonly hits: number | null;
  /** More than now; fewer are negative. */
  readonly reviews: number | null;
  readonly rejects: number | null;
  /** Money that is stopped more than now. */
  readonly money_stopped: number | null;
}

export interface PolicyChangeView {
  readonly id: string;
  /** Of a rule also the version that was proposed: another one is not what was read. */
  readonly content: PolicyChangeBody & { readonly version?: number };
  readonly expectation: PolicyExpectation;
  readonly state: (typeof policyChangeStates)[number];
  readonly proposed_by: RecordedActor;
  readonly proposed_at: Date;
  readonly decided_by: RecordedActor | null;
  readonly decided_at: Date | null;
}
