import type { ChildProcess } from 'node:child_process';
import { Redis } from 'ioredis';
import type pg from 'pg';
import type { JobName, JobView } from '#libs/contracts';
import type { Jobs } from '#libs/queue';
import { holdsWarehouse, killed, startWorker } from '../worker-process.js';
import type { KillScene } from './scene.js';
import type { Stores } from './stores.js';

interface JobRow {
  readonly id: string;
  readonly name: JobName;
  readonly state: JobView['state'];
  readonly epoch: number;
  readonly error: string | null;
  readonly ms: number | null;
}

const gate = 7_041;
const atGate = `FROM pg_locks WHERE locktype = 'advisory' AND objid = ${gate} AND NOT granted`;
const pauseMs = 20;

/** What a connection that `kill` ended says: its job is tried again. */
const byOurHand = /terminating connection due to administrator command/;

/** One run of a scene's jobs by workers that are killed, or by one that nobody disturbs. */
export class KilledRun {
  private worker: ChildProcess | undefined;
  private gate: pg.PoolClient | undefined;
  private readonly redis: Redis;

  private constructor(
    private readonly stores: Stores,
    private readonly jobs: Pick<Jobs, 'enqueue'>,
  ) {
    this.redis = new Redis(stores.environment['REDIS_URL'] ?? '');
  }

  /** All jobs of the scene wait until `work` releases them; at its end no worker is left. */
  static async of<Result>(
    stores: Stores,
    { sources, rounds }: KillScene,
    work: (run: KilledRun, rounds: KillScene['rounds']) => Promise<Result>,
  ): Promise<Result> {
    const run = new KilledRun(stores, sources.jobs);
    try {
      await run.hold();
      return await work(run, rounds);
    } finally {
      await run.close();
    }
  }

  /** Every job as if a worker had it that never says a word more: whoever comes leaves it alone. */
  private async hold(): Promise<void> {
    await this.query(
      `UPDATE job SET state = 'running', lease_until = 'infinity' WHERE state IN ('pending', 'running')`,
    );
  }

  async start(): Promise<void> {
    await this.redis.flushdb();
    this.worker = startWorker(this.stores.environment);
    await holdsWarehouse(this.worker);
  }

  /** These jobs are anybody's. Resolves when a worker has begun with each, or is done with it. */
  async release(ids: readonly string[]): Promise<void> {
    const before = await this.rows(ids);
    await this.query(`UPDATE job SET lease_until = '-infinity' WHERE id = ANY($1) AND state = 'running'`, [ids]);
    for (const { id, name, state } of before) if (state === 'running') await this.jobs.enqueue(id, name);
    const epochs = new Map(before.map(({ id, epoch }) => [id, epoch]));
    await this.until(ids, ({ id, epoch, state }) => state === 'done' || epoch > (epochs.get(id) ?? 0));
  }

  /** Until these jobs are done, and the warehouse and the history have what they brought. */
  async done(ids: readonly string[]): Promise<readonly JobRow[]> {
    const rows = await this.until(ids, ({ state }) => state === 'done');
    for (;;) {
      const [behind] = await this.query<{ behind: boolean }>(
        `SELECT coalesce(max(bucket_batch.sequence), 0) > least(
           (SELECT sequence FROM warehouse_progress), (SELECT sequence FROM history_generation WHERE state = 'live')
         ) AS behind FROM bucket_batch`,
      );
      if (behind?.behind === false) return rows;
      await pause();
    }
  }

  /** From here on no job can say that it is done: it waits, with all its work committed, and dies so. */
  async closeGate(): Promise<void> {
    this.gate = await this.stores.test.database.pool.connect();
    await this.gate.query(
      `CREATE FUNCTION wait_at_the_end() RETURNS TRIGGER LANGUAGE plpgsql AS
       $$BEGIN PERFORM pg_advisory_xact_lock_shared(${gate}); RETURN NEW; END$$;
       CREATE TRIGGER wait_at_the_end BEFORE UPDATE ON job
       FOR EACH ROW WHEN (NEW.state = 'done') EXECUTE FUNCTION wait_at_the_end();
       SELECT pg_advisory_lock(${gate})`,
    );
  }

  async openGate(): Promise<void> {
    await this.query('DROP FUNCTION wait_at_the_end CASCADE');
    this.gate?.release(true);
    this.gate = undefined;
  }

  /** Until each of these jobs has done all its work, and would say so. */
  async atTheGate(ids: readonly string[]): Promise<void> {
    for (let count = 0; count < ids.length; await pause()) {
      await this.until(ids, () => true);
      count = (await this.query(`SELECT pid ${atGate}`)).length;
    }
  }

  /** Nothing is left of the worker, and its leases are over at once. Tells which of these jobs it had not ended. */
  async kill(ids: readonly string[]): Promise<string[]> {
    if (this.worker !== undefined) await killed(this.worker);
    // What it had sent would still be done: the server does not look whether anybody is there.
    await this.query(`SELECT pg_terminate_backend(pid, 5000) ${atGate}`);
    // One whose connection ended before its worker did waits for its next try: it was struck like the others.
    const unfinished = (await this.rows(ids)).filter(({ state }) => state !== 'done').map(({ id }) => id);
    await this.query(`UPDATE sink SET lease_until = '-infinity'`);
    await this.hold();
    return unfinished;
  }

  private async close(): Promise<void> {
    if (this.worker !== undefined) await killed(this.worker);
    this.gate?.release(true);
    this.redis.disconnect();
  }

  private rows(ids: readonly string[]): Promise<JobRow[]> {
    return this.query<JobRow>(
      `SELECT id, name, state, epoch, error,
         (EXTRACT(EPOCH FROM finished_at - started_at) * 1000)::INT AS ms
       FROM job WHERE id = ANY($1)`,
      [ids],
    );
  }

  private async until(ids: readonly string[], holds: (row: JobRow) => boolean): Promise<readonly JobRow[]> {
    for (;;) {
      const rows = await this.rows(ids);
      const bad = rows.find(
        ({ state, error }) => state === 'failed' || state === 'cancelled' || (error !== null && !byOurHand.test(error)),
      );
      if (bad !== undefined) throw new Error(`The job ${bad.name} is ${bad.state}: ${bad.error}`);
      if (this.worker?.connected === false) throw new Error('The worker ended by itself.');
      if (rows.every(holds)) return rows;
      await pause();
    }
  }

  private async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.stores.test.database.pool.query(text, [...values]);
    return rows as Row[];
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pauseMs));
