import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Spool } from '#libs/events';
import { isConnectionError, isRefusal } from '#libs/postgres';
import { LiveVelocity } from '../velocity/live-velocity.js';
import { awayOrThrow } from './away.js';
import type { Budget } from './budget.js';
import { GroupCommit } from './group-commit.js';
import { SpooledAnswers } from './spooled-answers.js';
import { SCORING_SPOOL } from './tokens.js';
import { AssessmentWriter, type Stored, type Unstored } from './writer.js';

const limits = { batch: 32, transactions: 2 } as const;
const drainMs = 1_000;

/** Stores answers: in the database in time, or else in the spool, from which they follow when it is back. */
@Injectable()
export class Recorder implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Recorder.name);
  private readonly commits: GroupCommit<Unstored, Stored>;
  private readonly spooled = new SpooledAnswers();
  /** Of those in the spool, the commits that had begun: to store it once more would find a repeat. */
  private readonly begun = new Map<string, Promise<Stored>>();
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

  /**
   * The answer as stored; or as it waits in the spool, degraded and without a revision. Either way it is kept, and what
   * waits already for the same body is the answer. A commit that has begun when its time is up goes on beside the spool:
   * whichever has it first gives the answer.
   */
  async record(given: Unstored, budget: Budget, limitMs: number): Promise<Stored> {
    const item = (await this.spooled.find(given)) ?? given;
    const { result, withdraw } = this.commits.add(item);
    const committed = this.settled(result);
    const stored = await budget.within(limitMs, () => committed.catch(awayOrThrow));
    if (stored !== undefined) return stored;
    const spooled = this.keep(item);
    if (withdraw()) return spooled;
    this.begun.set(item.row.id, committed);
    spooled.catch(() => this.begun.delete(item.row.id));
    return Promise.any([committed, spooled]).catch(() => spooled);
  }

  onModuleInit(): void {
    this.timer = setInterval(() => void this.drain(), drainMs);
  }

  /**
   * Stores what waits in the spool, each answer once: what was committed all the same is a repeat. One that the database
   * refuses is set aside; its mark is stored as an attempt.
   */
  drain(): Promise<number> {
    this.draining ??= this.spool
      .drain(async (items) => {
        const refused: Unstored[] = [];
        for (let start = 0; start < items.length; start += limits.batch) {
          const portion = items.slice(start, start + limits.batch);
          const taken = await Promise.all(portion.map((item) => this.takes(item)));
          refused.push(...portion.filter((_, index) => taken[index] === false));
        }
        return refused;
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

  private async keep(item: Unstored): Promise<Stored> {
    const degraded = { ...item, row: { ...item.row, degraded: named(item.row.degraded, 'postgres') } };
    const { row } = await this.spooled.keep(degraded, (one) => this.spool.append(one));
    return { row, repeated: false, settled: [] };
  }

  /** An entry that another version left in another shape can no more be stored than one that the database refuses. */
  private async takes(item: Unstored): Promise<boolean> {
    try {
      const begun = this.begun.get(item.row.id);
      this.begun.delete(item.row.id);
      if ((await begun?.catch(() => undefined)) === undefined) await this.settled(this.commits.add(item).result);
      this.spooled.forget(item);
      return true;
    } catch (error) {
      if (!isRefusal(error) && !(error instanceof TypeError)) throw error;
      this.logger.error(`An answer cannot be stored: ${error instanceof Error ? error.message : 'refused'}`);
      return false;
    }
  }

  private async settled(storing: Promise<Stored>): Promise<Stored> {
    const stored = await storing;
    this.velocity.settle(stored.settled);
    return stored;
  }
}

const named = (degraded: readonly string[], what: string): string[] =>
  degraded.includes(what) ? [...degraded] : [...degraded, what];
