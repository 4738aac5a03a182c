import { z } from 'zod';
import type { Machine, ReliabilityBin } from '#libs/boosting';
import { timeSchema } from '../stored-time.js';

const day = z.int().min(0);

/** What a model is trained from. */
export const newModelSchema = z
  .strictObject({
    until: timeSchema.optional().meta({
      description: 'as if it were then: nothing is learnt that became known later; now unless said',
    }),
    days: day
      .min(1)
      .max(1_100)
      .default(365)
      .meta({ description: 'of how many days before `until` pledges are learnt from' }),
    label_delay_days: day.max(365).default(45).meta({
      description: 'the youngest pledges are left out, since their frauds are not known yet',
    }),
    assume_collected: z.boolean().default(false).meta({
      description:
        'a pledge that was neither declined nor cancelled counts as collected: for a company that does not tell of collections',
    }),
    seed: z.int().min(0).max(2_147_483_647).default(1),
    monotone: z
      .record(z.string().max(100), z.enum(['increasing', 'decreasing']))
      .default({ card_declines_24h: 'increasing', card_frauds_30d: 'increasing' })
      .meta({ description: 'features that may only raise, or only lower, the risk as they grow' }),
  })
  .superRefine(({ days, label_delay_days }, context) => {
    if (label_delay_days >= days)
      context.addIssue({ code: 'custom', path: ['label_delay_days'], message: 'fewer than days' });
  })
  .meta({ id: 'NewModel' });

export const modelVersionSchema = z.coerce.number().int().min(1).max(2_147_483_647);

export const modelListSchema = z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) });

export const promotionSchema = z
  .strictObject({
    as: z.enum(['champion', 'challenger']).meta({
      description: 'the champion decides; the challenger is asked beside it, and what it says has no effect',
    }),
  })
  .meta({ id: 'Promotion' });

export type NewModel = z.infer<typeof newModelSchema>;
export type ModelList = z.infer<typeof modelListSchema>;
export type Promotion = z.infer<typeof promotionSchema>;

/** Which pledges were learnt from, and which came after them. Times are those of the pledges; half-open. */
export interface ModelData {
  readonly from: string;
  /** The first pledge that is not learnt from: those from here on are what it is tested on. */
  readonly tested_from: string;
  readonly until: string;
  readonly rows: number;
  readonly frauds: number;
  readonly tested_rows: number;
  readonly tested_frauds: number;
}

/** How good it is on the pledges that it was tested on. */
export interface ModelMetrics {
  readonly average_precision: number | null;
  readonly auc: number | null;
  /** Of the 100 cards of each day with the highest scores, the share that had a fraud. */
  readonly card_precision_100: number;
  readonly brier: number;
  readonly log_loss: number;
  /** Mean distance of predicted and observed share, over 20 bins of equal numbers of pledges. */
  readonly calibration_error: number;
}

/** A training, and what came of it: null until it is done. */
export interface ModelView {
  readonly version: number;
  readonly state: 'pending' | 'running' | 'done' | 'failed' | 'cancelled';
  /** What it is to live scoring now. */
  readonly role: 'champion' | 'challenger' | null;
  readonly request: NewModel;
  readonly cut: Date;
  readonly features_version: string;
  readonly data: ModelData | null;
  readonly metrics: ModelMetrics | null;
  /** SHA-256 of the model as JSON. */
  readonly hash: string | null;
  readonly error: string | null;
  readonly job_id: string | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

/** One of them whole: its reliability curve, and the shapes that it is made of. */
export interface ModelDetails extends ModelView {
  readonly curve: readonly ReliabilityBin[] | null;
  readonly machine: Machine | null;
}

/** Which model decides, and which is watched beside it. */
export interface ModelPointer {
  /** Grows with each change. */
  readonly version: number;
  /** Null: the documented prior, which nobody has trained. */
  readonly champion: number | null;
  readonly challenger: number | null;
  readonly created_at: Date;
  readonly created_by: string;
}

export interface ModelPage {
  readonly pointer: ModelPointer;
  readonly models: readonly ModelView[];
}
