import { z } from 'zod';
import type { RuleQuality } from './backtest.js';
import type { RuleAction } from './rule.js';
import { timeSchema } from '../stored-time.js';

const dayMs = 86_400_000;
const mostDays = 92;

/** Of which pledges; of the last seven days unless said. */
export const shadowQuerySchema = z
  .strictObject({
    from: timeSchema.optional().meta({ description: 'seven days before `to` unless said' }),
    to: timeSchema.optional().meta({ description: 'half-open; now unless said' }),
    review_minutes: z.coerce.number().min(0).max(600).default(5),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), {
    path: ['to'],
    message: 'is not after from',
  })
  .refine(
    ({ from, to }) =>
      from === undefined || (to === undefined ? Date.now() : Date.parse(to)) - Date.parse(from) <= mostDays * dayMs,
    { path: ['from'], message: `at most ${mostDays} days: ask a backtest of more` },
  );

export type ShadowQuery = z.infer<typeof shadowQuerySchema>;

/** Money is minor units of the company's currency; what nobody can say of a pledge yet is neither fraud nor good. */
export interface ShadowCounts {
  readonly pledges: number;
  readonly money: number;
  readonly fraud: number;
  readonly good: number;
  readonly fraud_money: number;
  readonly good_money: number;
}

/** What a rule in shadow said of live pledges, in its present version, and what it would have done. */
export interface ShadowRule {
  readonly id: string;
  readonly version: number;
  readonly label: string;
  readonly action: RuleAction;
  readonly hits: ShadowCounts;
  readonly quality: RuleQuality;
  /** It would stop, and something else stopped the pledge, or nothing else did. */
  readonly stopped: ShadowCounts;
  /** It would have stopped them, and nothing that is live did: the marginal catch. */
  readonly alone: ShadowCounts;
  /** It would have let them through. */
  readonly released: ShadowCounts;
  readonly reviews: number;
  readonly reviewer_minutes: number;
  readonly unknown: number;
  /** With which rules, live or in shadow, it fired most often. */
  readonly overlap: readonly { readonly id: string; readonly pledges: number }[];
}

export interface ShadowView {
  readonly from: string;
  readonly to: string;
  /** All live pledges of the time, and those known as fraud. */
  readonly pledges: number;
  readonly fraud: number;
  readonly rules: readonly ShadowRule[];
  /** Pledges that at least one of the rules would have stopped, and nothing that is live did. */
  readonly together: ShadowCounts;
}
