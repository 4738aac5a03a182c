import { z } from 'zod';
import type { ReviewDecision } from './decision.js';

export const webhookIdSchema = z.uuid();

export const newWebhookSchema = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .refine(
        (text) => new URL(text).username === '' && new URL(text).hash === '',
        'without a name, password or fragment',
      ),
  })
  .meta({ id: 'NewWebhook' });

export const webhookRotationSchema = z
  .strictObject({
    overlap_seconds: z
      .int()
      .min(0)
      .max(90 * 86_400)
      .default(86_400)
      .meta({ description: 'how long what is sent is signed with the old secret too' }),
  })
  .meta({ id: 'WebhookRotation' });

export type NewWebhook = z.infer<typeof newWebhookSchema>;
export type WebhookRotation = z.infer<typeof webhookRotationSchema>;

export interface WebhookView {
  readonly id: string;
  readonly url: string;
  readonly created_at: Date;
  readonly created_by: string;
  /** Secrets that sign now. */
  readonly secrets: number;
  readonly pending: number;
  readonly failed: number;
}

/** With the secret, which nobody sees twice. */
export interface WebhookSecret {
  readonly id: string;
  readonly secret: string;
}

export interface WebhookDelivery {
  readonly id: string;
  readonly decision_id: string;
  readonly sequence: number;
  readonly state: 'pending' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly next_at: Date;
  readonly created_at: Date;
  readonly ended_at: Date | null;
  readonly error: string | null;
}

/** What is posted: the same `id` again is the same delivery. */
export interface WebhookBody {
  readonly id: string;
  readonly type: 'decision';
  readonly decision: ReviewDecision;
}
