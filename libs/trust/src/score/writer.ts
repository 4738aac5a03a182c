import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, eventNames, type Clock, type NewEvent } from '#libs/contracts';
import { EventLog, EventPartitions } from '#libs/events';
import type { Database, Transaction } from '#libs/postgres';
import type { Entities, FeatureValues } from '#libs/scoring';
import type { AssessmentRow } from '../assessment/assessment-row.js';
import { holdEpoch, nextStamps, visibleFrom, type EpochState } from '../velocity/epoch-guard.js';
import { liveOrigin } from '../velocity/observation.js';
import { SCORING_DATABASE } from './tokens.js';

/** An answer on its way into the database. As JSON it waits in the spool. */
export interface Unstored {
  readonly row: AssessmentRow;
  /** Who stamped it: Redis in this scoring, Redis in an attempt before, or nobody yet. */
  readonly stampedBy: 'store' | 'attempt' | 'nobody';
  /** The epoch's token that Redis stamped it under. */
  readonly token: string | null;
  readonly entities: Entities;
  /** µs; null: when it is stamped. */
  readonly occurredAt: number | null;
  readonly difference: number | null;
  /** Kept only with an attempt. */
  readonly velocity: FeatureValues;
}

export interface Stored {
  /** As stored; of a repeat, the answer that was stored first. */
  readonly row: AssessmentRow;
  readonly repeated: boolean;
  /** Stamps that Redis may forget. */
  readonly settled: readonly number[];
}

interface InsertedRow {
  readonly id: string;
  readonly stored_id: string;
  readonly repeated: boolean;
  readonly revision: number;
}

/** Stores answers with their observations and events: several in one transaction, each pledge once. */
@Injectable()
export class AssessmentWriter {
  constructor(
    @Inject(SCORING_DATABASE) private readonly database: Database,
    @Inject(EventLog) private readonly events: EventLog,
    @Inject(EventPartitions) private readonly partitions: EventPartitions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async store(batch: readonly Unstored[]): Promise<Stored[]> {
    try {
      return await this.commit(batch);
    } catch (error) {
      // A process that started without the database has made no days for its events.
      if (!(error instanceof Error && /no partition of relation/.test(error.message))) throw error;
      await this.partitions.make();
      return this.commit(batch);
    }
  }

  private commit(batch: readonly Unstored[]): Promise<Stored[]> {
    return this.database.transaction(async (transaction) => {
      const given = batch.map(({ row }) => ({ stamp: row.live ? row.stamp : 0, pledgeId: row.pledge_id }));
      const state = await holdEpoch(transaction, given);
      const items = await this.stamp(transaction, batch, state);
      const inserted = await transaction.query<InsertedRow>('assessment/insert_assessments', {
        rows: JSON.stringify(items.map(({ row }) => row)),
      });
      const results = new Map(inserted.map((one) => [one.id, one]));
      await this.observe(transaction, items, state, results);
      const fresh = items.flatMap((item) => {
        const result = results.get(item.row.id);
        return result === undefined || result.repeated ? [] : [{ ...item.row, revision: result.revision }];
      });
      if (fresh.length > 0) await this.events.insert(transaction, fresh.map(eventOf));
      const stored: Stored[] = [];
      for (const item of items) stored.push(await storedOf(transaction, item, results.get(item.row.id)));
      return stored;
    });
  }

  /** Gives stamps to those without, or whose stamp another pledge was given by Postgres; marks what Redis lost meanwhile. */
  private async stamp(transaction: Transaction, batch: readonly Unstored[], state: EpochState): Promise<Unstored[]> {
    const judged = batch.map((item) => {
      const lost = item.stampedBy === 'store' && (item.token !== state.token || state.taken.includes(item.row.stamp));
      return lost ? withDegraded(item, 'epoch') : item;
    });
    const needsStamp = ({ stampedBy, row }: Unstored): boolean =>
      stampedBy === 'nobody' || (row.live && state.taken.includes(row.stamp));
    const stamps = await nextStamps(transaction, this.clock.now() * 1_000, judged.filter(needsStamp).length);
    return judged.map((item) => {
      const stamp = needsStamp(item) ? stamps.shift() : undefined;
      return stamp === undefined ? item : { ...item, stampedBy: 'nobody', row: { ...item.row, stamp } };
    });
  }

  /** A test key leaves no observation; a repeat that Redis recorded once more is an attempt, so that both stores agree. */
  private async observe(
    transaction: Transaction,
    items: readonly Unstored[],
    state: EpochState,
    results: ReadonlyMap<string, InsertedRow>,
  ): Promise<void> {
    const rows = items.flatMap((item) => {
      const result = results.get(item.row.id);
      if (!item.row.live || result === undefined) return [];
      if (result.repeated && item.stampedBy !== 'store') return [];
      return [observationOf(item, state, result)];
    });
    if (rows.length > 0) await transaction.query('observation/insert_observations', { rows: JSON.stringify(rows) });
  }
}

function observationOf(item: Unstored, state: EpochState, result: InsertedRow): object {
  const { row } = item;
  return {
    origin: liveOrigin,
    stamp: row.stamp,
    epoch:
      item.stampedBy === 'attempt' ? row.epoch : visibleFrom(state, item.stampedBy === 'store' ? item.token : null),
    kind: result.repeated ? 'attempt' : 'pledge',
    occurred_at: Math.min(item.occurredAt ?? row.stamp, row.stamp),
    pledge_id: row.pledge_id,
    revision: result.repeated ? null : result.revision,
    amount: item.difference,
    category: null,
    entities: item.entities,
    body_hash: row.body_hash,
    velocity: result.repeated ? item.velocity : null,
  };
}

const withDegraded = (item: Unstored, what: string): Unstored => ({
  ...item,
  row: { ...item.row, degraded: [...item.row.degraded, what] },
});

async function storedOf(transaction: Transaction, item: Unstored, result: InsertedRow | undefined): Promise<Stored> {
  if (result === undefined) throw new Error('An assessment was neither stored nor found stored.');
  const settled = item.stampedBy === 'store' && item.row.live ? [item.row.stamp] : [];
  if (!result.repeated) return { row: { ...item.row, revision: result.revision }, repeated: false, settled };
  const row = await transaction.one<AssessmentRow>('assessment/find_assessment', { id: result.stored_id });
  return { row, repeated: true, settled };
}

/** `Pledge Assessed`: what the warehouse knows of an answer. */
function eventOf(row: AssessmentRow): NewEvent {
  return {
    source: 'verdict',
    event: eventNames.pledgeAssessed,
    distinct_id: row.backer_id ?? row.pledge_id,
    time: Math.floor(row.as_of / 1_000),
    insert_id: row.id,
    ...(row.ip === null ? {} : { ip: row.ip }),
    properties: {
      pledge_id: row.pledge_id,
      revision: row.revision,
      risk_score: row.risk_score,
      risk_level: row.risk_level,
      disposition: row.disposition,
      base_amount: row.base_amount,
      amount: row.amount,
      currency: row.currency,
      project_id: row.project_id,
      backer_id: row.backer_id,
      degraded: row.degraded,
      late: row.late,
      live: row.live,
    },
    live: row.live,
  };
}
