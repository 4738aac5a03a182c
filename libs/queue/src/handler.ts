import type { JobName } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';

/** The injection token of all handlers of a worker. */
export const JOB_HANDLERS = Symbol('JOB_HANDLERS');

/** The injection token of what a worker submits by the clock. */
export const SCHEDULES = Symbol('SCHEDULES');

/** What a running job has of its runner. */
export interface JobContext {
  readonly jobId: string;
  /** Aborted when somebody cancels the job, the lease is lost or the worker stops. */
  readonly signal: AbortSignal;
  /** The last checkpoint of an earlier run that was cut short, or null. */
  readonly saved: unknown;
  progress(done: number, total: number | null, note?: string): void;
  /** From here a run that is cut short goes on; with a transaction, together with what it wrote. */
  checkpoint(value: unknown, transaction?: Transaction): Promise<void>;
  /** Inside each transaction that writes: throws when another worker has claimed the job meanwhile. */
  hold(transaction: Transaction): Promise<void>;
  /** As `hold`, where the transaction writes down from where a run that is cut short goes on: attempts count anew. */
  advance(transaction: Transaction): Promise<void>;
}

/** The one handler of a job's name. What it returns is stored as the job's result: keep it small. */
export interface JobHandler<Payload = unknown> {
  readonly name: JobName;
  /** How many of them one worker runs at a time, so that they leave room for others; all that it can without. */
  readonly atOnce?: number;
  /** False when this worker cannot run it now (another holds the warehouse): it stays in the queue. */
  accepts?(): boolean;
  run(payload: Payload, context: JobContext): Promise<unknown>;
}

/** Work by the clock: a value in a list. `payloads` is asked each time for what to submit. */
export interface Schedule {
  readonly name: JobName;
  readonly everyMinutes: number;
  /** Run by the worker that submits it, beside what it takes from the queue: long jobs may hold all places there. */
  readonly prompt?: boolean;
  payloads(): Promise<readonly { readonly payload: object; readonly deduplicationKey: string }[]>;
}
