import { z } from 'zod';

export const closeReasons = ['approved', 'refunded', 'refunded_as_fraud', 'disputed', 'canceled'] as const;

export type CloseReason = (typeof closeReasons)[number];

/** Why somebody does what they do: kept with it, and in the audit. */
export const reasonSchema = z.string().trim().min(3).max(1_000);
