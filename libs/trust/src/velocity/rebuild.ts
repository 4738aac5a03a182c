import { randomUUID } from 'node:crypto';
import { newId, type Clock } from '#libs/contracts';
import type { Database } from '#libs/postgres';
import { entityNames } from '#libs/scoring';
import { locks } from './locks.js';
import { liveOrigin } from './observation.js';
import type { Restored, VelocityStore } from './velocity-store.js';

export interface EpochRow {
  readonly epoch: number;
  readonly token: string;
  readonly run_id: string;
}

export type RebuildReason = 'start' | 'loss' | 'unseen';

interface ObservationRow {
  readonly stamp: number;
  readonly origin: string;
  readonly arrival?: number;
  readonly kind: string;
  readonly category: string | null;
  readonly occurred_at: number;
  readonly amount: number | null;
  readonly [entity: string]: string | number | null | undefined;
}

const page = 500;

/**
 * Brings the stored observations into a new generation of Redis' keys, and opens an epoch on it. Pledges go on meanwhile:
 * on the old generation where there is one, degraded where there is none.
 */
export class VelocityRebuild {
  constructor(
    private readonly database: Database,
    private readonly store: VelocityStore,
    private readonly clock: Clock,
  ) {}

  /**
   * 1. Take the epoch's lock alone for an instant: all that arrived up to here is visible. 2. Restore it in pages, in the
   * order of the stamps. 3. Take the lock again, restore what arrived since, open the epoch and commit.
   * @returns the epoch, or undefined when the server changed under our hands.
   */
  async run(reason: RebuildReason, last: EpochRow | undefined): Promise<number | undefined> {
    const { runId } = await this.store.state();
    const token = randomUUID();
    const from = this.clock.now() * 1_000 - this.store.plan.retentionSeconds * 1_000_000;
    return this.database.transaction(async (rebuilding) => {
      // An import that completes meanwhile would give its rows an epoch that opens without them: it waits.
      await rebuilding.query('velocity/take_epoch', { lock: locks.rebuild });
      const arrived = await this.database.transaction(async (transaction) => {
        await transaction.query('velocity/take_epoch', { lock: locks.epoch });
        return transaction.one<{ arrival: number }>('observation/find_extremes', { origin: liveOrigin });
      });
      const restored = await this.restoreAll(token, from);
      return this.open({ token, runId, reason, restored, from, arrival: arrived.arrival, last });
    });
  }

  private async restoreAll(token: string, from: number): Promise<number> {
    let restored = 0;
    let after = { stamp: from - 1, origin: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
    for (;;) {
      const rows = await this.database.query<ObservationRow>('observation/list_observations', {
        from_stamp: after.stamp,
        after_origin: after.origin,
        from_time: from,
        row_limit: page,
      });
      await this.restore(token, rows);
      restored += rows.length;
      const lastRow = rows.at(-1);
      if (lastRow === undefined || rows.length < page) return restored;
      after = { stamp: lastRow.stamp, origin: lastRow.origin };
    }
  }

  private open(given: {
    readonly token: string;
    readonly runId: string;
    readonly reason: RebuildReason;
    readonly restored: number;
    readonly from: number;
    readonly arrival: number;
    readonly last: EpochRow | undefined;
  }): Promise<number | undefined> {
    const { token, runId, reason, last } = given;
    const epoch = (last?.epoch ?? 0) + 1;
    return this.database.transaction(async (transaction) => {
      await transaction.query('velocity/take_epoch', { lock: locks.epoch });
      let { restored, arrival } = given;
      for (let rows: ObservationRow[]; ; restored += rows.length) {
        rows = await transaction.query<ObservationRow>('observation/list_arrivals', {
          after_arrival: arrival,
          from_time: given.from,
          row_limit: page,
        });
        await this.restore(token, rows);
        arrival = rows.at(-1)?.arrival ?? arrival;
        if (rows.length < page) {
          restored += rows.length;
          break;
        }
      }
      const { stamp } = await transaction.one<{ stamp: number }>('observation/find_extremes', { origin: liveOrigin });
      const now = new Date(this.clock.now());
      if (reason === 'loss' && last !== undefined)
        await transaction.query('velocity/insert_gap', {
          id: newId(this.clock),
          lost_epoch: last.epoch,
          until_stamp: now.getTime() * 1_000,
          noted_at: now,
        });
      await transaction.query('velocity/insert_epoch', {
        epoch,
        run_id: runId,
        token,
        opened_at: now,
        reason,
        observations: restored,
      });
      // Should the commit fail after this, the next look finds a token that Postgres does not know, and begins again.
      if (!(await this.store.open(epoch, token, runId, stamp))) throw new ServerChanged();
      return epoch;
    });
  }

  private restore(token: string, rows: readonly ObservationRow[]): Promise<void> {
    return this.store.restore(token, this.clock.now() * 1_000, rows.map(restoredOf));
  }
}

class ServerChanged extends Error {
  constructor() {
    super('Redis became another server while it was rebuilt.');
  }
}

const restoredOf = (row: ObservationRow): Restored => ({
  stamp: String(row.stamp),
  // An attempt is a pledge whose answer nobody stored: it was counted as one.
  kind: row.kind === 'attempt' ? 'pledge' : row.kind,
  category: row.category,
  occurred: row.occurred_at,
  amount: row.amount ?? 0,
  entities: Object.fromEntries(
    entityNames.flatMap((name) => {
      const value = row[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  ),
});
