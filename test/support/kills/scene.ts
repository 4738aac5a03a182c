import type { JobName } from '#libs/contracts';
import type { ObjectStore } from '#libs/objects';
import type { HistoryDocument } from '#libs/search';
import type { SourceTest } from '../sources.js';

/** A place for the buckets of one run, empty at the start. */
export interface BucketPlace {
  /** As BUCKET_URL has it. */
  readonly url: string;
  readonly objects: ObjectStore;
  close(): Promise<void>;
}

/** Where one run has its history, if not in the services' database. */
export interface HistoryPlace {
  readonly environment: Readonly<Record<string, string>>;
  documents(): Promise<readonly HistoryDocument[]>;
  close(): Promise<void>;
}

/** Stores as they are when the jobs have been asked for, and none of them has begun. */
export interface KillScene {
  readonly sources: SourceTest;
  /** Ids of jobs. Those of a round run side by side and are killed together; a round begins when the one before is done. */
  readonly rounds: readonly (readonly string[])[];
  /** What a worker is told beside its stores. */
  readonly environment?: Readonly<Record<string, string>>;
  /** In a folder unless said; what is in them before is then not copied. */
  readonly buckets?: () => Promise<BucketPlace>;
  readonly history?: () => Promise<HistoryPlace>;
  close(): Promise<void>;
}

/** Jobs that are killed, and what they work on. */
export interface KilledJobs {
  readonly name: string;
  readonly jobs: readonly JobName[];
  readonly make: () => Promise<KillScene>;
}
