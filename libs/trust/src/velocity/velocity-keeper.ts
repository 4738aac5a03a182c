import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/contracts';
import { Metrics } from '#libs/http';
import { Database, DATABASE, isConnectionError, type Transaction } from '#libs/postgres';
import { holdEpoch, visibleFrom, type EpochState } from './epoch-guard.js';
import { LiveVelocity } from './live-velocity.js';
import { locks } from './locks.js';
import { liveOrigin } from './observation.js';
import { VelocityRebuild, type EpochRow, type RebuildReason } from './rebuild.js';
import type { Sweep } from './velocity-store.js';

const tickMs = 1_000;
/** A mark that is older belongs to a scoring that died, or to an answer that waits in a spool. */
const abandonedMicros = 10_000_000;
/** What Redis has not seen (degraded answers) is brought in by a rebuild, but not more often than this. */
const unseenMs = 60_000;
const sweepLimit = 200;

/**
 * Keeps Redis and Postgres in agreement: one process at a time, once a second. It rebuilds a lost store, stores abandoned
 * marks as attempts, and notes the oldest stamp that is not settled.
 */
@Injectable()
export class VelocityKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(VelocityKeeper.name);
  private readonly rebuild: VelocityRebuild;
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> | undefined;
  private rebuiltAt = 0;
  private oldestUnsettledMicros = 0;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LiveVelocity) private readonly velocity: LiveVelocity,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.rebuild = new VelocityRebuild(database, velocity.store, clock);
    metrics.gauge('velocity_unsettled_seconds', 'Age of the oldest stamp that is in Redis and not in Postgres.', () =>
      this.oldestUnsettledMicros === 0 ? 0 : (velocity.nowMicros() - this.oldestUnsettledMicros) / 1_000_000,
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
      const reason = await this.reasonToRebuild(transaction, last);
      if (reason !== undefined) await this.rebuildFor(reason, last);
      await this.sweep();
    });
  }

  private async reasonToRebuild(
    transaction: Transaction,
    last: EpochRow | undefined,
  ): Promise<RebuildReason | undefined> {
    if (last === undefined) return 'start';
    const { token } = await this.velocity.store.state();
    if (token !== last.token) return 'loss';
    if (this.clock.now() - this.rebuiltAt < unseenMs) return undefined;
    const unseen = await transaction.query('observation/find_unseen', { epoch: last.epoch });
    return unseen.length > 0 ? 'unseen' : undefined;
  }

  private async rebuildFor(reason: RebuildReason, last: EpochRow | undefined): Promise<void> {
    const epoch = await this.rebuild.run(reason, last);
    this.rebuiltAt = this.clock.now();
    const { token } = await this.velocity.store.state();
    if (token !== undefined) await this.velocity.store.forgetOthers(token);
    this.logger.log(`Velocity epoch ${epoch} is open (${reason}).`);
  }

  private async sweep(): Promise<void> {
    const { store } = this.velocity;
    const now = this.velocity.nowMicros();
    const swept = await store.sweep(now - abandonedMicros, sweepLimit);
    const settled = await this.storeAttempts(swept);
    if (settled.length > 0) await store.settle(now, settled);
    this.oldestUnsettledMicros = swept.oldestUnsettled ?? 0;
    const last = await this.database.maybeOne<EpochRow>('velocity/find_epoch');
    if (last === undefined || last.run_id !== swept.runId) return;
    await this.database.query('velocity/note_unsettled', {
      epoch: last.epoch,
      oldest_stamp: swept.oldestUnsettled ?? swept.lastStamp + 1,
      noted_at: new Date(this.clock.now()),
    });
  }

  /** What was observed and never stored is stored as an attempt, with the values that it was given. */
  private async storeAttempts({ unsettled }: Sweep): Promise<number[]> {
    if (unsettled.length === 0) return [];
    await this.database.transaction(async (transaction) => {
      const stamped = unsettled.map(({ stamp, kept }) => ({ stamp, pledgeId: kept.pledgeId }));
      const state = await holdEpoch(transaction, stamped);
      const rows = unsettled.map((mark) => attemptOf(mark, state));
      await transaction.query('observation/insert_observations', { rows: JSON.stringify(rows) });
      await transaction.query('observation/delete_duplicates', { rows: JSON.stringify(rows), origin: liveOrigin });
    });
    return unsettled.map(({ stamp }) => stamp);
  }

  private survive(error: unknown): void {
    const away =
      isConnectionError(error) ||
      (error instanceof Error && /Stream isn't writeable|Connection is closed|timed out|LOADING/.test(error.message));
    if (!away) this.logger.error(`Velocity cannot be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function attemptOf(mark: Sweep['unsettled'][number], state: EpochState): object {
  const { kept } = mark;
  return {
    origin: liveOrigin,
    stamp: mark.stamp,
    epoch: visibleFrom(state, mark.token),
    kind: kept.kind === 'pledge' ? 'attempt' : kept.kind,
    occurred_at: mark.occurredAt,
    pledge_id: kept.pledgeId,
    revision: null,
    amount: mark.difference,
    category: kept.category,
    entities: kept.entities,
    body_hash: kept.hash,
    velocity: mark.values,
  };
}
