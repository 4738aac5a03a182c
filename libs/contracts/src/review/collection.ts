import { z } from 'zod';
import type { Assessment } from '../risk/assessment.js';
import type { CaseFinding } from './case.js';

/** A check goes over a project's uncollected pledges in portions, in the order of their ids. */
export const collectionCheckSchema = z
  .strictObject({
    after: z.string().min(1).max(128).optional().meta({ description: 'next_after of the answer before' }),
    limit: z.int().min(1).max(500).default(200),
  })
  .meta({ id: 'CollectionCheck' });

export type CollectionCheck = z.infer<typeof collectionCheckSchema>;

export interface CheckedPledge {
  readonly pledge_id: string;
  /** Collect what is accepted, cancel what is rejected; what is held waits for a person. */
  readonly answer: 'collect' | 'hold' | 'cancel';
  /** Of the re-scoring. */
  readonly revision: number;
  readonly risk_score: number;
  readonly effective: Assessment['effective'];
}

export interface CollectionAnswer {
  readonly project_id: string;
  readonly checked_at: Date;
  /** Of the project as a whole. */
  readonly findings: readonly CaseFinding[];
  /** The case about the project, where there is one. */
  readonly case_id: string | null;
  readonly pledges: readonly CheckedPledge[];
  /** Null after the last portion. */
  readonly next_after: string | null;
}
