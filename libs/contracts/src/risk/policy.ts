import { z } from 'zod';
import { timeSchema } from '../stored-time.js';

const points = z.number().min(0).max(100);

/** Thresholds in points of risk_score: at or above `review_at` a pledge is reviewed, at or above `reject_at` rejected. */
export const policySchema = z
  .strictObject({ review_at: points, reject_at: points, elevated_at: points, highest_at: points })
  .superRefine(({ review_at, reject_at, elevated_at, highest_at }, context) => {
    if (review_at > reject_at) context.addIssue({ code: 'custom', path: ['reject_at'], message: 'at least review_at' });
    if (elevated_at > highest_at)
      context.addIssue({ code: 'custom', path: ['highest_at'], message: 'at least elevated_at' });
  })
  .meta({ id: 'Policy' });

/** Stops all rejecting (manual_review) or all stopping (accept) until then; a null action ends it. */
export const overrideSchema = z
  .strictObject({
    action: z.enum(['accept', 'manual_review']).nullable(),
    until: timeSchema.optional(),
  })
  .superRefine(({ action, until }, context) => {
    if (action !== null && until === undefined)
      context.addIssue({ code: 'custom', path: ['until'], message: 'an override needs an end' });
  })
  .meta({ id: 'PolicyOverride' });

export type PolicyBody = z.infer<typeof policySchema>;
export type PolicyOverride = z.infer<typeof overrideSchema>;

export interface PolicyView extends PolicyBody {
  readonly version: number;
  readonly override: { readonly action: 'accept' | 'manual_review'; readonly until: string } | null;
}
