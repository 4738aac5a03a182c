import { z } from 'zod';
import { decisionActions, decisionSubjects } from './decision.js';

export const effectSubjectSchema = z.enum(decisionSubjects);
export const effectActionSchema = z.enum(decisionActions);

/** What follows from a decision on a kind of subject, beside what it decides. */
export const decisionEffectSchema = z
  .strictObject({
    list: z.enum(['allow', 'block', 'watch']).nullable().default(null).meta({
      description: 'the subject is entered there; block rejects its new pledges. Of a creator each of its projects is',
    }),
    list_days: z.int().min(1).max(3_650).nullable().default(null).meta({
      description: 'how long the entry holds; null: until somebody removes it',
    }),
    holds_uncollected: z.boolean().default(false).meta({
      description: 'its accepted pledges that are not collected wait for a person',
    }),
    second_review: z.boolean().default(false).meta({ description: 'nothing happens before somebody else approves it' }),
    label_delay_minutes: z.int().min(0).max(527_040).default(0).meta({
      description: 'how long after the decision its label is known; an undo before that leaves none',
    }),
  })
  .meta({ id: 'DecisionEffect' });

export type DecisionEffectBody = z.infer<typeof decisionEffectSchema>;

export interface DecisionEffectView extends DecisionEffectBody {
  readonly subject_kind: (typeof decisionSubjects)[number];
  readonly action: (typeof decisionActions)[number];
  readonly updated_at: Date;
  readonly updated_by: string;
}
