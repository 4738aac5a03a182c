import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { hostname } from 'node:os';
import { CLOCK, jobPayloads, type Clock, type JobName } from '#libs/contracts';
import { VerdictError } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { JOB_HANDLERS, type JobContext, type JobHandler } from './handler.js';
import { Jobs } from './jobs.js';

interface Claim {
  readonly name: JobName;
  readonly payload: unknown;
  readonly checkpoint: unknown;
  readonly epoch: number;
  readonly attempts: number;
  readonly cancel_requested: boolean;
}

const leaseMs = 30_000;
const renewMs = 5_000;
const maximumAttempts = 5;
const declinedMs = 2_000;

class LeaseLost extends Error {}

/** Runs one job after another worker's or the queue's word: claims its row, keeps the lease, writes how it ended. */
@Injectable()
export class JobRunner implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(JobRunner.name);
  private readonly handlers = new Map<string, JobHandler>();
  private readonly running = new Map<AbortController, Promise<void>>();
  private readonly busy = new Map<JobName, number>();
  private readonly holder = `${hostname()}:${process.pid}`;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(JOB_HANDLERS) handlers: readonly JobHandler[],
  ) {
    for (const handler of handlers) {
      if (this.handlers.has(handler.name)) throw new Error(`The job ${handler.name} has two handlers.`);
      this.handlers.set(handler.name, handler);
    }
  }

  onModuleInit(): void {
    const missing = Object.keys(jobPayloads).filter((name) => !this.handlers.has(name));
    if (missing.length > 0) throw new Error(`No handler for ${missing.join(', ')}.`);
  }

  /** Takes the job if it may: one that another worker runs, or that has ended, is left alone. */
  async run(id: string, name: JobName): Promise<void> {
    const handler = this.handlers.get(name);
    if (handler === undefined) throw new Error(`No handler for ${name}.`);
    const others = this.busy.get(name) ?? 0;
    if (handler.accepts?.() === false || others >= (handler.atOnce ?? Infinity)) {
      setTimeout(() => void this.jobs.enqueue(id, name), declinedMs).unref();
      return;
    }
    this.busy.set(name, others + 1);
    try {
      await this.claim(id, handler);
    } finally {
      this.busy.set(name, (this.busy.get(name) ?? 1) - 1);
    }
  }

  private async claim(id: string, handler: JobHandler): Promise<void> {
    const now = this.clock.now();
    const claim = await this.database.maybeOne<Claim>('job/claim_job', {
      id,
      lease_holder: this.holder,
      now: new Date(now),
      lease_until: new Date(now + leaseMs),
    });
    if (claim === undefined) return;
    const stop = new AbortController();
    const work = this.attempt(id, claim, handler, stop).finally(() => this.running.delete(stop));
    this.running.set(stop, work);
    await work;
  }

  /** Asks every running job to stop and waits for it: its row stays pending, and goes on elsewhere from its checkpoint. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const stop of this.running.keys()) stop.abort(new Error('The worker stops.'));
    await Promise.allSettled(this.running.values());
  }

  private async attempt(id: string, claim: Claim, handler: JobHandler, stop: AbortController): Promise<void> {
    if (claim.cancel_requested) return this.finish(id, claim, 'cancelled', null, null);
    if (claim.attempts > maximumAttempts) return this.giveUp(id, claim);
    let cancelled = false;
    let progress: object | null = null;
    const renew = async (): Promise<void> => {
      const row = await this.database.maybeOne<{ cancel_requested: boolean }>('job/renew_job', {
        id,
        epoch: claim.epoch,
        lease_until: new Date(this.clock.now() + leaseMs),
        progress: progress === null ? null : JSON.stringify(progress),
      });
      cancelled = row?.cancel_requested === true;
      if (row === undefined) stop.abort(new LeaseLost('Another worker has claimed this job.'));
      else if (cancelled) stop.abort(new Error('Cancelled.'));
    };
    const timer = setInterval(() => void renew().catch(() => undefined), Math.min(renewMs, leaseMs / 3));
    const progressTimer = setInterval(() => void (progress !== null && renew().catch(() => undefined)), 1_000);
    const context: JobContext = {
      jobId: id,
      signal: stop.signal,
      saved: claim.checkpoint,
      progress: (done, total, note) => (progress = { done, total, ...(note === undefined ? {} : { note }) }),
      checkpoint: (value, transaction) => this.checkpoint(id, claim, value, transaction),
      hold: (transaction) => this.keep('job/hold_job', id, claim, transaction),
      advance: (transaction) => this.keep('job/advance_job', id, claim, transaction),
    };
    try {
      const result = await handler.run(jobPayloads[claim.name].parse(claim.payload), context);
      clearInterval(progressTimer);
      clearInterval(timer);
      if (progress !== null) await renew();
      await this.finish(id, claim, 'done', JSON.stringify(result ?? null), null);
    } catch (error) {
      if (error instanceof LeaseLost) return;
      await this.fail(id, claim, error, cancelled, stop.signal.aborted);
    } finally {
      clearInterval(progressTimer);
      clearInterval(timer);
    }
  }

  /** What kills its process would never end: nobody is left to say that it failed. */
  private giveUp(id: string, claim: Claim): Promise<void> {
    const text =
      `None of ${maximumAttempts} attempts came to an end: the worker was killed, or silent for ${leaseMs / 1_000} s, ` +
      'while it ran the last of them. The worker’s log and the memory that it may use say more.';
    this.logger.error({ message: `The job ${claim.name} failed: ${text}`, job_id: id });
    return this.finish(id, claim, 'failed', null, text);
  }

  /** Refused input fails at once; anything else is tried again, later each time; a stopping worker hands it on. */
  private async fail(id: string, claim: Claim, error: unknown, cancelled: boolean, stopped: boolean): Promise<void> {
    if (cancelled) return this.finish(id, claim, 'cancelled', null, null);
    if (stopped) return void (await this.database.query('job/hand_back_job', { id, epoch: claim.epoch }));
    const text = error instanceof Error ? error.message : String(error);
    const refused = error instanceof VerdictError && error.kind !== 'unavailable';
    // Counted anew where it got further meanwhile.
    const { attempts } = await this.jobs.get(id);
    if (refused || attempts >= maximumAttempts) {
      const line = { message: `The job ${claim.name} failed: ${text}`, job_id: id };
      // Whoever asked reads why it was refused, and mends it: nobody else needs to act.
      if (refused) this.logger.warn(line);
      else this.logger.error({ ...line, stack: error instanceof Error ? error.stack : undefined });
      return this.finish(id, claim, 'failed', null, text);
    }
    this.logger.warn({ message: `The job ${claim.name} is tried again: ${text}`, job_id: id });
    await this.finish(id, claim, 'pending', null, text);
    setTimeout(() => void this.jobs.enqueue(id, claim.name), 1_000 * 2 ** attempts).unref();
  }

  private async finish(
    id: string,
    claim: Claim,
    state: string,
    result: string | null,
    error: string | null,
  ): Promise<void> {
    await this.database.query('job/finish_job', {
      id,
      epoch: claim.epoch,
      state,
      result,
      error,
      finished_at: state === 'pending' ? null : new Date(this.clock.now()),
    });
  }

  private async checkpoint(id: string, claim: Claim, value: unknown, transaction?: Transaction): Promise<void> {
    const values = { id, epoch: claim.epoch, checkpoint: JSON.stringify(value) };
    const row = await (transaction ?? this.database).maybeOne('job/save_checkpoint', values);
    if (row === undefined) throw new LeaseLost('Another worker has claimed this job.');
  }

  private async keep(statement: string, id: string, claim: Claim, transaction: Transaction): Promise<void> {
    const row = await transaction.maybeOne(statement, { id, epoch: claim.epoch });
    if (row === undefined) throw new LeaseLost('Another worker has claimed this job.');
  }
}
