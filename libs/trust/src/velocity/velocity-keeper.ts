import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/contracts';
import type { Spool } from '#libs/events';
import { Metrics } from '#libs/http';
import { Database, DATABASE, isConnectionError, type Transaction } from '#libs/postgres';
import { SCORING_SPOOL } from '../score/tokens.js';
import { LiveVelocity } from './live-velocity.js';
import { locks } from './locks.js';
import { MarkSweeper, type Swept } from './mark-sweeper.js';
import { VelocityRebuild, type EpochRow, type RebuildReason } from './rebuild.js';

const tickMs = 1_000;
/** What Redis has not seen (degraded answers), or should not count, is a rebuild's; but not more often than this. */
const unseenMs = 60_000;

/**
 * Keeps Redis and Postgres in agreement: one process at a time, once a second. It rebuilds a lost store, stores abandoned
 * marks as attempts (those that Postgres refuses are set aside), and notes the oldest stamp that is not settled.
 */
@Injectable()
export class VelocityKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(VelocityKeeper.name);
  private readonly rebuild: VelocityRebuild;
  private readonly sweeper: MarkSweeper;
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> | undefined;
  private rebuiltAt = 0;
  private oldestUnsettledMicros = 0;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LiveVelocity) private readonly velocity: LiveVelocity,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SCORING_SPOOL) private readonly spool: Pick<Spool<unknown>, 'setAside'>,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.rebuild = new VelocityRebuild(database, velocity.store, clock);
    this.sweeper = new MarkSweeper(database, velocity.store);
    metrics.gauge(
      'verdict_velocity_unsettled_seconds',
      'Age of the oldest stamp that is in Redis and not in Postgres.',
      () => (this.oldestUnsettledMicros === 0 ? 0 : (velocity.nowMicros() - this.oldestUnsettledMicros) / 1_000_000),
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.tick();
    this.timer = setInterval(() => void this.tick(), tickMs);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.ticking;
  }

  /** One look, unless one is under way. Never throws: a store that is away is looked for again in a second. */
  tick(): Promise<void> {
    this.ticking ??= this.keep()
      .catch((error: unknown) => this.survive(error))
      .finally(() => (this.ticking = undefined));
    return this.ticking;
  }

  private keep(): Promise<void> {
    return this.database.transaction(async (transaction) => {
      const { keeper } = await transaction.one<{ keeper: boolean }>('velocity/try_keeper', { lock: locks.keeper });
      if (!keeper) return;
      const last = await transaction.maybeOne<EpochRow>('velocity/find_epoch');
      const reason = await this.lossSince(last);
      if (reason !== undefined) await this.rebuildFor(reason, last);
      // What Redis was slow to record is no longer unseen once its mark is stored.
      await this.sweep();
      // A loss from now on is one of the new epoch.
      if (await this.showUnseen(transaction)) await this.sweep();
    });
  }

  private async lossSince(last: EpochRow | undefined): Promise<RebuildReason | undefined> {
    if (last === undefined) return 'start';
    const { token } = await this.velocity.store.state();
    return token === last.token ? undefined : 'loss';
  }

  private async showUnseen(transaction: Transaction): Promise<boolean> {
    if (!this.mayRebuild()) return false;
    const last = await transaction.one<EpochRow>('velocity/find_epoch');
    const unseen = await transaction.query('observation/find_unseen', {
      epoch: last.epoch,
      oldest_unsettled: this.oldestUnsettledMicros === 0 ? null : this.oldestUnsettledMicros,
    });
    if (unseen.length > 0) await this.rebuildFor('unseen', last);
    return unseen.length > 0;
  }

  private async rebuildFor(reason: RebuildReason, last: EpochRow | undefined): Promise<void> {
    const epoch = await this.rebuild.run(reason, last);
    this.rebuiltAt = this.clock.now();
    const { token } = await this.velocity.store.state();
    if (token !== undefined) await this.velocity.store.forgetOthers(token);
    this.logger.log(`Velocity epoch ${epoch} is open (${reason}).`);
  }

  private async sweep(): Promise<void> {
    const swept = await this.sweeper.sweep(this.velocity.nowMicros());
    this.oldestUnsettledMicros = swept.oldestUnsettled ?? 0;
    const last = await this.database.maybeOne<EpochRow>('velocity/find_epoch');
    if (last === undefined || last.run_id !== swept.runId) return;
    await this.database.query('velocity/note_unsettled', {
      epoch: last.epoch,
      oldest_stamp: swept.oldestUnsettled ?? swept.lastStamp + 1,
      noted_at: new Date(this.clock.now()),
    });
    if (swept.refused.length > 0 && this.mayRebuild()) await this.giveUp(swept.refused, last);
  }

  /** What Postgres will never have, Redis must not count: it is a loss like any other, with a gap and a rebuild. */
  private async giveUp(refused: Swept['refused'], last: EpochRow): Promise<void> {
    await this.rebuildFor('loss', last);
    await this.spool.setAside(refused);
    await this.velocity.store.settle(
      this.velocity.nowMicros(),
      refused.map(({ stamp }) => stamp),
    );
  }

  private mayRebuild(): boolean {
    return this.clock.now() - this.rebuiltAt >= unseenMs;
  }

  private survive(error: unknown): void {
    const away =
      isConnectionError(error) ||
      (error instanceof Error && /Stream isn't writeable|Connection is closed|timed out|LOADING/.test(error.message));
    if (!away) this.logger.error(`Velocity cannot be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}
