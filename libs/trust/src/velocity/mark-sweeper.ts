import { isRefusal, type Database } from '#libs/postgres';
import { holdEpoch, visibleFrom, type EpochState } from './epoch-guard.js';
import { liveOrigin } from './observation.js';
import type { Mark, Sweep, VelocityStore } from './velocity-store.js';

/** A mark that is older belongs to a scoring that died, or to an answer that waits in a spool. */
const abandonedMicros = 10_000_000;
const sweepLimit = 200;

export interface Swept extends Pick<Sweep, 'runId' | 'lastStamp' | 'oldestUnsettled'> {
  /** Marks that cannot be stored: they are still unsettled. */
  readonly refused: readonly { readonly stamp: number }[];
}

/** What was observed and never stored is stored as an attempt, with the values that it was given. */
export class MarkSweeper {
  constructor(
    private readonly database: Database,
    private readonly store: VelocityStore,
  ) {}

  async sweep(nowMicros: number): Promise<Swept> {
    const { unsettled, unreadable, ...swept } = await this.store.sweep(nowMicros - abandonedMicros, sweepLimit);
    const refused = await this.keep(unsettled);
    const stored = unsettled.filter((mark) => !refused.includes(mark)).map(({ stamp }) => stamp);
    await this.store.settle(nowMicros, stored);
    // Which is the oldest now?
    if (stored.length > 0) return this.sweep(nowMicros);
    return { ...swept, refused: [...unreadable, ...refused] };
  }

  /** All at once; where Postgres refuses that, each by itself. @returns those that it refuses. */
  private async keep(marks: readonly Mark[]): Promise<Mark[]> {
    if (marks.length === 0) return [];
    try {
      await this.insert(marks);
      return [];
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (marks.length === 1) return [...marks];
      const refused: Mark[] = [];
      for (const mark of marks) refused.push(...(await this.keep([mark])));
      return refused;
    }
  }

  private insert(marks: readonly Mark[]): Promise<void> {
    return this.database.transaction(async (transaction) => {
      const state = await holdEpoch(
        transaction,
        marks.map(({ stamp, kept }) => ({ stamp, pledgeId: kept.pledgeId })),
      );
      const rows = JSON.stringify(marks.map((mark) => attemptOf(mark, state)));
      await transaction.query('observation/insert_observations', { rows });
      await transaction.query('observation/replace_unseen', { rows, origin: liveOrigin });
    });
  }
}

function attemptOf(mark: Mark, state: EpochState): object {
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
