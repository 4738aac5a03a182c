import { z } from 'zod';
import { listedKinds, type ListedKind } from './snooze.js';
import { timeSchema } from '../stored-time.js';

export const listNames = ['allow', 'block', 'watch'] as const;
export const entryKinds = [...listedKinds, 'cidr'] as const;

export type ListName = (typeof listNames)[number];

const value = z.string().trim().min(1).max(256);
const about = {
  list: z.enum(listNames),
  kind: z.enum(entryKinds),
  reason: z.string().trim().min(1).max(200),
  expires_at: timeSchema.optional().meta({ description: 'for ever unless said; whole seconds' }),
};

export const listEntrySchema = z.strictObject({ ...about, value }).meta({ id: 'ListEntry' });

export const mostBulkEntries = 10_000;

export const bulkEntriesSchema = z
  .strictObject({ ...about, values: z.array(z.string().max(256)).min(1).max(mostBulkEntries) })
  .meta({ id: 'ListEntries' });

export const entryQuerySchema = z
  .strictObject({
    list: z.enum(listNames).optional(),
    kind: z.enum(entryKinds).optional(),
    value: value.optional().meta({ description: 'of its kind; of an ip also the networks that it is in' }),
    author: z.string().max(100).optional(),
    removed: z
      .enum(['true', 'false'])
      .default('false')
      .transform((text) => text === 'true')
      .meta({ description: 'with those that were removed or have ended' }),
    before: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  })
  .refine(({ kind, value: asked }) => asked === undefined || kind !== undefined, {
    path: ['kind'],
    message: 'of a value: name it',
  });

export const entryIdSchema = z.uuid();

export type ListEntryBody = z.infer<typeof listEntrySchema>;
export type BulkEntries = z.infer<typeof bulkEntriesSchema>;
export type EntryQuery = z.infer<typeof entryQuerySchema>;

export interface ListEntryView {
  readonly id: string;
  readonly list: ListName;
  readonly kind: ListedKind | 'cidr';
  /** Canonical. */
  readonly value: string;
  readonly reason: string;
  readonly author: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly removed_at: Date | null;
  /** Who removed it; `expiry` where its end came. */
  readonly removed_by: string | null;
}

export interface ListEntryPage {
  readonly entries: readonly ListEntryView[];
  /** For `before`; null on the last page. */
  readonly next: string | null;
}

export interface BulkEntriesAnswer {
  readonly added: number;
  /** On the list already, or more than once in the request. */
  readonly present: number;
  readonly refused: readonly { readonly index: number; readonly rule: string; readonly detail: string }[];
}
