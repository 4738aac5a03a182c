import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Logger } from '@nestjs/common';
import type { Sink, SinkLease } from '#libs/contracts';
import type { Database } from '#libs/postgres';
import { Lease } from './lease.js';
import { LeaseLost } from './lease-lost.js';

export interface SinkRunnerOptions {
  /** A worker that is silent for so long has lost its sinks. */
  readonly leaseSeconds: number;
  /** Between two looks at a log that had nothing. */
  readonly pauseMs: number;
  /** After an error. */
  readonly retryMs: number;
}

const sinkRunnerDefaults: SinkRunnerOptions = { leaseSeconds: 10, pauseMs: 500, retryMs: 1_000 };

interface Flush {
  readonly passed: () => Promise<boolean>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** While somebody waits for what an open transaction still holds back. */
const flushPauseMs = 20;

const stopped = (): Error => new Error('The sink has stopped.');

/** Moves one sink on while this worker holds its lease, and waits for the lease while another does. */
export class SinkRunner {
  private readonly logger: Logger;
  private readonly holder = `${hostname()}:${process.pid}:${randomUUID()}`;
  private readonly stopping = new AbortController();
  private flushes: Flush[] = [];
  private wake: () => void = () => undefined;
  private running: Promise<void> | undefined;
  private lease: Lease | undefined;
  private failed = false;

  constructor(
    private readonly database: Database,
    private readonly sink: Sink,
    /** The sink's cursor is in the log itself: bodies stay until it has passed them. */
    private readonly readsLog: boolean,
    private readonly options: SinkRunnerOptions = sinkRunnerDefaults,
  ) {
    this.logger = new Logger(`sink ${sink.name}`);
  }

  get holds(): boolean {
    return this.lease !== undefined && !this.lease.signal.aborted;
  }

  /** Its last turn failed, and it tries again; not while another worker has the sink, which says itself how it goes on. */
  get waits(): boolean {
    return this.failed;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Finishes the batch at hand and lets the next worker have the lease. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
  }

  /**
   * Resolves when the sink has passed all that was there at the call, the last small batch too. It waits for the lease while
   * another worker holds it, and for transactions that were open.
   */
  async flush(): Promise<void> {
    const passed = await this.sink.mark();
    return new Promise((resolve, reject) => {
      if (this.stopping.signal.aborted) return reject(stopped());
      this.flushes.push({ passed, resolve, reject });
      this.wake();
    });
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const pause = await this.hold().catch((error: Error) => {
        this.failed = true;
        this.logger.warn(`The sink ${this.sink.name} waits: ${error.message}`);
        return this.options.retryMs;
      });
      await this.pause(pause);
    }
    for (const { reject } of this.flushes.splice(0)) reject(stopped());
  }

  /** From the claim to the end of one holding. Returns how long to wait before the next try. */
  private async hold(): Promise<number> {
    const lease = await Lease.claim(this.database, {
      name: this.sink.name,
      holder: this.holder,
      seconds: this.options.leaseSeconds,
      readsLog: this.readsLog,
    });
    if (lease === undefined) {
      this.failed = false;
      return (this.options.leaseSeconds * 1_000) / 3;
    }
    this.lease = lease;
    try {
      await this.sink.open?.(lease);
      while (!this.stopping.signal.aborted && !lease.signal.aborted) await this.turn(lease);
      return 0;
    } finally {
      this.lease = undefined;
      await this.sink.close?.();
      await lease.release();
    }
  }

  private async turn(lease: SinkLease): Promise<void> {
    try {
      const more = await this.sink.step(lease, this.flushes.length > 0);
      this.failed = false;
      if (this.flushes.length > 0) await this.answerFlushes();
      if (!more)
        await this.pause(this.flushes.length > 0 ? Math.min(flushPauseMs, this.options.pauseMs) : this.options.pauseMs);
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      this.failed = true;
      this.logger.warn({
        message: `The sink ${this.sink.name} tries again: ${error instanceof Error ? error.message : String(error)}`,
        stack: error instanceof Error ? error.stack : undefined,
      });
      await this.pause(this.options.retryMs);
    }
  }

  private async answerFlushes(): Promise<void> {
    const passed = new Set<Flush>();
    for (const flush of this.flushes) if (await flush.passed()) passed.add(flush);
    this.flushes = this.flushes.filter((flush) => !passed.has(flush));
    for (const { resolve } of passed) resolve();
  }

  private pause(ms: number): Promise<void> {
    if (this.stopping.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
