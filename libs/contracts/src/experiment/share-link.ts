import { z } from 'zod';
import type { RecordedActor } from '../access/principal.js';
import type { LookView } from './look.js';
import type { Readout } from './readout.js';

const longestDays = 365;

/** What a link ends with: 256 random bits behind what they open. */
export const shareTokenSchema = z
  .string()
  .regex(/^share_[\w-]{43}$/, 'what a link ends with: share_ and 43 characters');

/** An address at which whoever has it reads one look, without signing in. */
export const newShareLinkSchema = z
  .strictObject({
    days: z.number().int().min(1).max(longestDays).default(30).meta({ description: 'until it expires' }),
    note: z.string().trim().min(1).max(200).optional().meta({ description: 'for whom it is' }),
  })
  .meta({ id: 'NewShareLink' });

export type NewShareLink = z.infer<typeof newShareLinkSchema>;

export interface ShareLinkView {
  readonly id: string;
  readonly experiment: string;
  readonly look: number;
  readonly note: string | null;
  readonly created_by: RecordedActor;
  readonly created_at: string;
  readonly expires_at: string;
  readonly revoked_by: RecordedActor | null;
  readonly revoked_at: string | null;
  /** How often it was read, by nobody knows whom. */
  readonly reads: number;
  readonly last_read_at: string | null;
}

/** The one answer that has the address: only its hash is kept. */
export interface ShareLinkMade extends ShareLinkView {
  /** Of the page; the same below `/v1` is its data. */
  readonly path: string;
}

/** One look as it was seen, for whoever has its address: no name of a person is in it, and no parameter of a query. */
export interface SharedLook {
  readonly experiment: string;
  readonly hypothesis: string;
  readonly expires_at: string;
  readonly look: LookView;
  readonly readout: Readout;
}
