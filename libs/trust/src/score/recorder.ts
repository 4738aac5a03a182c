import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Spool } from '#libs/events';
import { isConnectionError } from '#libs/postgres';
import { LiveVelocity } from '../velocity/live-velocity.js';
import { awayOrThrow } from './away.js';
import type { Budget } from './budget.js';
import { GroupCommit } from './group-commit.js';
import { SCORING_SPOOL } from './tokens.js';
import { AssessmentWriter, type Stored, type Unstored } from './writer.js';

const limits = { batch: 32, transactions: 2 } as const;
const drainMs = 1_000;

/** Stores answers: in the database in time, or else in the spool, from which they follow when it is back. */
@Injectable()
export class Recorder implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Recorder.name);
  private readonly commits: GroupCommit<Unstored, Stored>;
  private timer: NodeJS.Timeout | undefined;
  private draining: Promise<number> | undefined;

  constructor(
    @Inject(AssessmentWriter) writer: AssessmentWriter,
    @Inject(SCORING_SPOOL) private readonly spool: Spool<Unstored>,
    @Inject(LiveVelocity) private readonly velocity: LiveVelocity,
  ) {
    this.commits = new GroupCommit(
      (batch) => writer.store(batch),
      ({ row }) => `${row.live}:${row.pledge_id}`,
      limits,
    );
  }

  /** The answer as stored; or as it waits in the spool, degraded and without a revision. Either way it is kept. */
  async record(item: Unstored, budget: Budget, limitMs: number): Promise<Stored> {
    const stored = await budget.within(limitMs, () => this.commit(item).catch(awayOrThrow));
    if (stored !== undefined) return stored;
    this.commits.withdraw(item);
    const waiting = { ...item, row: { ...item.row, degraded: named(item.row.degraded, 'postgres') } };
    await this.spool.append(waiting);
    return { row: waiting.row, repeated: false, settled: [] };
  }

  onModuleInit(): void {
    this.timer = setInterval(() => void this.drain(), drainMs);
  }

  /** Stores what waits in the spool, each answer once: what was committed all the same is a repeat. */
  drain(): Promise<number> {
    this.draining ??= this.spool
      .drain(async (items) => {
        for (let start = 0; start < items.length; start += limits.batch)
          await Promise.all(items.slice(start, start + limits.batch).map((item) => this.commit(item)));
      })
      .catch((error: unknown) => {
        if (!isConnectionError(error)) this.logger.error(`The spool cannot be stored: ${String(error)}`);
        return 0;
      })
      .finally(() => (this.draining = undefined));
    return this.draining;
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.draining;
  }

  private async commit(item: Unstored): Promise<Stored> {
    const stored = await this.commits.add(item);
    this.velocity.settle(stored.settled);
    return stored;
  }
}

const named = (degraded: readonly string[], what: string): string[] =>
  degraded.includes(what) ? [...degraded] : [...degraded, what];
