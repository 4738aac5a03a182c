import { InjectQueue } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { CLOCK, jobPayloads, newId, type Clock, type JobName, type JobQuery, type JobView } from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { queueName } from './queue-name.js';

export interface NewJob {
  readonly name: JobName;
  readonly payload: object;
  /** While a job of this name and key is pending or running, the same request finds that one. */
  readonly deduplicationKey?: string;
  /** The id of a person or key, or `system`. */
  readonly createdBy: string;
}

const reconcileLimit = 1_000;
const connectMs = 500;

/**
 * Work that somebody waits for. It is a row in Postgres first; the queue only says when. What is pending there and absent
 * in the queue is enqueued again by `reconcile`, so a flushed Redis costs time and nothing else.
 */
@Injectable()
export class Jobs {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @InjectQueue(queueName) private readonly queue: Queue,
  ) {
    // A Redis that is away is told by health and by the age of the oldest job; each attempt to reach it is no news.
    queue.on('error', () => undefined);
  }

  /** With a transaction the row is part of it, and `enqueue` is the caller's to call after the commit (or waits for `reconcile`). */
  async submit(job: NewJob, transaction?: Transaction): Promise<{ id: string; isNew: boolean }> {
    const payload = jobPayloads[job.name].parse(job.payload);
    const inserted = await (transaction ?? this.database).maybeOne<{ id: string }>('job/insert_job', {
      id: newId(this.clock),
      name: job.name,
      deduplication_key: job.deduplicationKey ?? null,
      payload: JSON.stringify(payload),
      created_by: job.createdBy,
      created_at: new Date(this.clock.now()),
    });
    const { id } = inserted ?? (await this.unfinished(job, transaction));
    if (transaction === undefined) await this.enqueue(id, job.name);
    return { id, isNew: inserted !== undefined };
  }

  /** Never fails for want of Redis, and tells whether it was there: the row is, and `reconcile` brings it in later. */
  async enqueue(id: string, name: JobName, delayMs = 0): Promise<boolean> {
    const options = { jobId: id, removeOnComplete: true, removeOnFail: true, delay: delayMs };
    if (!(await this.connects())) return false;
    return this.queue.add(name, { id }, options).then(
      () => true,
      () => false,
    );
  }

  async reconcile(): Promise<number> {
    const rows = await this.database.query<{ id: string; name: JobName }>('job/list_claimable_jobs', {
      now: new Date(this.clock.now()),
      row_limit: reconcileLimit,
    });
    for (const { id, name } of rows) if (!(await this.enqueue(id, name))) break;
    return rows.length;
  }

  async get(id: string): Promise<JobView> {
    const job = await this.database.maybeOne<JobView>('job/find_job', { id });
    if (job === undefined) throw notFound(`No job ${id}.`);
    return job;
  }

  list(query: JobQuery): Promise<JobView[]> {
    return this.database.query<JobView>('job/list_jobs', {
      state: query.state ?? null,
      name: query.name ?? null,
      row_limit: query.limit,
    });
  }

  /** `alongside` writes in the same transaction. @throws VerdictError `conflict` for a job that has ended. */
  async cancel(id: string, alongside?: (transaction: Transaction) => Promise<void>): Promise<JobView> {
    const isCancelled = await this.database.transaction(async (transaction) => {
      const row = await transaction.maybeOne('job/cancel_job', { id, now: new Date(this.clock.now()) });
      if (row !== undefined) await alongside?.(transaction);
      return row !== undefined;
    });
    const job = await this.get(id);
    if (!isCancelled) throw conflict(`The job ${id} is ${job.state} already.`);
    return job;
  }

  counts(): Promise<{ state: string; jobs: number; oldest: Date }[]> {
    return this.database.query('job/count_jobs');
  }

  /** False when the first connection of this process is not there yet: with Redis away BullMQ would wait for it for ever. */
  private connects(): Promise<boolean> {
    const patience = new Promise<boolean>((resolve) => setTimeout(resolve, connectMs, false).unref());
    return Promise.race([
      this.queue.waitUntilReady().then(
        () => true,
        () => false,
      ),
      patience,
    ]);
  }

  private async unfinished(job: NewJob, transaction?: Transaction): Promise<{ id: string }> {
    const found = await (transaction ?? this.database).maybeOne<{ id: string }>('job/find_unfinished_job', {
      name: job.name,
      deduplication_key: job.deduplicationKey ?? null,
    });
    // It ended between the two statements: ask again.
    return found ?? this.submit(job, transaction);
  }
}
