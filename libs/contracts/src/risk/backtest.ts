import { z } from 'zod';
import { policySchema, type PolicyBody } from './policy.js';
import { ruleIdSchema, type RuleAction } from './rule.js';
import { timeSchema } from '../stored-time.js';
import type { DispositionAction } from './assessment.js';
import type { JobView } from '../job.js';

const ruleIds = z.array(ruleIdSchema).max(500).default([]);

/** The policy of now beside one with other rules or thresholds, over the live pledges of a time. */
export const backtestSchema = z
  .strictObject({
    from: timeSchema,
    to: timeSchema.meta({ description: 'half-open' }),
    add: ruleIds.meta({ description: 'rules, drafts and those in shadow, that count as live in the candidate' }),
    remove: ruleIds.meta({ description: 'live rules that do not count in the candidate' }),
    shadow: z.boolean().default(false).meta({ description: 'all rules in shadow count as live in the candidate' }),
    thresholds: policySchema.optional().meta({ description: 'of the candidate; those of now unless said' }),
    lists: z
      .enum(['then', 'now'])
      .default('then')
      .meta({
        description:
          'then: entries as they were when each pledge was scored; now: entries of now, which may have been made of what ' +
          'these pledges turned out to be',
      }),
    review_minutes: z.number().min(0).max(600).default(5),
    as_of: timeSchema.optional().meta({
      description: 'what was stored later does not count; now unless said. The same one gives the same answer again',
    }),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { path: ['to'], message: 'is not after from' })
  .meta({ id: 'Backtest' });

export const backtestIdSchema = z.uuid();

export const backtestListSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export type BacktestBody = z.infer<typeof backtestSchema>;
export type BacktestListQuery = z.infer<typeof backtestListSchema>;

export type PinnedRule = readonly [id: string, version: number];

/** What a backtest compares, down to versions. */
export interface PinnedBacktest {
  readonly as_of: string;
  readonly candidate: { readonly rules: readonly PinnedRule[]; readonly thresholds: PolicyBody };
  readonly baseline: { readonly rules: readonly PinnedRule[]; readonly thresholds: PolicyBody };
  readonly model: string;
  /** Version of the configuration that both come from. */
  readonly configuration: number;
}

/** By labels as they were known at the end of the period (`then`), or are as of the backtest (`now`). */
export interface LabelCounts {
  readonly fraud: number;
  readonly good: number;
  readonly fraud_money: number;
  readonly good_money: number;
}

/** Money is minor units of the company's currency; a pledge whose base amount is unknown counts with none. */
export interface PledgeCounts {
  readonly pledges: number;
  readonly money: number;
  readonly known_then: LabelCounts;
  readonly known_now: LabelCounts;
}

/** Shares of labelled pledges; null where there is nothing to divide by. */
export interface RuleQuality {
  /** Of those that it fired on, the share that was fraud. */
  readonly precision: number | null;
  /** Of all fraud, also where it did not fire, the share that it fired on. */
  readonly recall: number | null;
}

export interface BacktestRule {
  readonly id: string;
  readonly version: number;
  readonly label: string;
  readonly action: RuleAction;
  readonly hits: PledgeCounts;
  readonly quality: { readonly known_then: RuleQuality; readonly known_now: RuleQuality };
  /** It fired, would stop, and the pledge was stopped: by it or by something else too. */
  readonly stopped: PledgeCounts;
  /** Stopped only by it: the marginal catch. */
  readonly alone: PledgeCounts;
  /** Accepted only by it. */
  readonly released: PledgeCounts;
  readonly reviews: number;
  readonly reviewer_minutes: number;
  readonly unknown: number;
  readonly snoozed: number;
  /** With which rules it fired most often. */
  readonly overlap: readonly { readonly id: string; readonly pledges: number }[];
}

type ActionCounts = Readonly<Record<DispositionAction, PledgeCounts>>;

export interface BacktestResult {
  readonly all: PledgeCounts;
  readonly candidate: ActionCounts;
  readonly baseline: ActionCounts;
  /** What moves from one action to another; what stays is left out. */
  readonly moves: readonly ({ readonly from: DispositionAction; readonly to: DispositionAction } & PledgeCounts)[];
  readonly rules: readonly BacktestRule[];
  readonly reviewer_minutes: { readonly candidate: number; readonly baseline: number };
}

export interface BacktestView {
  readonly id: string;
  readonly request: BacktestBody;
  readonly pinned: PinnedBacktest;
  readonly job_id: string | null;
  readonly state: JobView['state'];
  readonly progress: JobView['progress'];
  readonly error: string | null;
  readonly asked_by: string;
  readonly asked_at: Date;
  readonly answered_at: Date | null;
  /** Null until it has ended. */
  readonly result: BacktestResult | null;
}
