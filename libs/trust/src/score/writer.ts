import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/contracts';
import { EventLog, EventPartitions } from '#libs/events';
import type { Database, Transaction } from '#libs/postgres';
import type { Entities, FeatureValues } from '#libs/scoring';
import type { AssessmentRow } from '../assessment/assessment-row.js';
import {
  findEpochState,
  holdEpoch,
  nextStamps,
  visibleFrom,
  type EpochState,
  type Stamped,
} from '../velocity/epoch-guard.js';
import { liveOrigin } from '../velocity/observation.js';
import { receive, type Standing } from '../review/receive.js';
import { assessedEvent } from './assessed-event.js';
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
  /** The answer that it takes the place of, as the latest of its pledge. */
  readonly superseded_id: string | null;
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

  /** Almost always Redis stamped the batch and still holds: then nothing is asked before it is written. */
  private async commit(batch: readonly Unstored[]): Promise<Stored[]> {
    const isStamped = batch.every(({ stampedBy }) => stampedBy !== 'nobody');
    for (let attempt = isStamped ? 0 : 1; ; attempt++)
      try {
        return await (attempt === 0 ? this.commitAsStamped(batch) : this.commitStamping(batch));
      } catch (error) {
        if (!(error instanceof StampsLost) || attempt === mostAttempts) throw error;
      }
  }

  private commitStamping(batch: readonly Unstored[]): Promise<Stored[]> {
    return this.database.transaction(async (transaction) => {
      const state = await holdEpoch(transaction, batch.map(stampedOf));
      const items = await this.stamp(transaction, batch, state);
      return this.complete(transaction, items, state, await insert(transaction, items));
    });
  }

  /** Sent together with the question whether its stamps hold. @throws StampsLost when they do not: nothing is stored then. */
  private commitAsStamped(batch: readonly Unstored[]): Promise<Stored[]> {
    return this.database.transaction(async (transaction) => {
      const [state, inserted] = await Promise.all([
        holdEpoch(transaction, batch.map(stampedOf)),
        insert(transaction, batch),
      ]);
      if (batch.some((item) => isLost(item, state) || isTaken(item, state))) throw new StampsLost();
      return this.complete(transaction, batch, state, inserted);
    });
  }

  /** The rest of the transaction, in one step: nothing in it waits for anything else. */
  private async complete(
    transaction: Transaction,
    items: readonly Unstored[],
    state: EpochState,
    inserted: readonly InsertedRow[],
  ): Promise<Stored[]> {
    const results = new Map(inserted.map((one) => [one.id, one]));
    const superseded = inserted.flatMap(({ superseded_id }) => superseded_id ?? []);
    const fresh = items.flatMap((item) => {
      const result = results.get(item.row.id);
      return result === undefined || result.repeated ? [] : [{ ...item.row, revision: result.revision }];
    });
    const [earlier, , standing] = await Promise.all([
      findEarlier(transaction, inserted),
      superseded.length > 0 ? transaction.query('assessment/supersede_assessments', { ids: superseded }) : undefined,
      receive(transaction, fresh, this.clock),
      observe(transaction, items, state, results),
      fresh.length > 0 ? this.events.insertNew(transaction, fresh.map(assessedEvent)) : undefined,
    ]);
    return items.map((item) => storedOf(item, results.get(item.row.id), earlier, standing));
  }

  /** Gives stamps to those without, or whose stamp another pledge was given by Postgres; marks what Redis lost meanwhile. */
  private async stamp(transaction: Transaction, batch: readonly Unstored[], state: EpochState): Promise<Unstored[]> {
    const judged = batch.map((item) => (isLost(item, state) ? withDegraded(item, 'epoch') : item));
    const needsStamp = (item: Unstored): boolean => item.stampedBy === 'nobody' || isTaken(item, state);
    const stamps = await nextStamps(transaction, this.clock.now() * 1_000, judged.filter(needsStamp).length);
    return judged.map((item) => {
      const stamp = needsStamp(item) ? stamps.shift() : undefined;
      return stamp === undefined ? item : { ...item, stampedBy: 'nobody', row: { ...item.row, stamp } };
    });
  }
}

const mostAttempts = 5;

/** Redis lost an epoch, or a stamp is another pledge's. */
class StampsLost extends Error {}

const stampedOf = ({ row }: Unstored): Stamped => ({ stamp: row.live ? row.stamp : 0, pledgeId: row.pledge_id });

const isLost = ({ stampedBy, token, row }: Unstored, state: EpochState): boolean =>
  stampedBy === 'store' && (token !== state.token || state.taken.includes(row.stamp));

const isTaken = ({ row }: Unstored, state: EpochState): boolean => row.live && state.taken.includes(row.stamp);

const insert = (transaction: Transaction, items: readonly Unstored[]): Promise<InsertedRow[]> =>
  transaction.query<InsertedRow>('assessment/insert_assessments', {
    rows: JSON.stringify(items.map(({ row }) => row)),
  });

/** What was answered before to those that are repeats, by id. */
async function findEarlier(
  transaction: Transaction,
  inserted: readonly InsertedRow[],
): Promise<ReadonlyMap<string, AssessmentRow>> {
  const ids = inserted.flatMap(({ repeated, stored_id }) => (repeated ? [stored_id] : []));
  const rows = ids.length === 0 ? [] : await transaction.query<AssessmentRow>('assessment/find_assessments', { ids });
  return new Map(rows.map((row) => [row.id, row]));
}

/** A test key leaves no observation; a repeat that Redis recorded once more is an attempt, so that both stores agree. */
async function observe(
  transaction: Transaction,
  items: readonly Unstored[],
  state: EpochState,
  results: ReadonlyMap<string, InsertedRow>,
): Promise<void> {
  const observations = items.flatMap((item) => {
    const result = results.get(item.row.id);
    if (!item.row.live || result === undefined) return [];
    if (result.repeated && item.stampedBy !== 'store') return [];
    return [observationOf(item, state, result)];
  });
  if (observations.length === 0) return;
  const rows = JSON.stringify(observations);
  const stored = await transaction.query('observation/insert_observations', { rows });
  if (observations.some(({ kind }) => kind === 'attempt'))
    await transaction.query('observation/replace_unseen', { rows, origin: liveOrigin });
  if (stored.length === observations.length) return;
  // What was there before is no loss, unless it is another pledge's: stamped by Postgres in a transaction beside this one.
  const { taken } = await findEpochState(transaction, items.map(stampedOf));
  if (taken.length > 0) throw new StampsLost();
}

interface ObservationRow {
  readonly kind: string;
  readonly [column: string]: unknown;
}

function observationOf(item: Unstored, state: EpochState, result: InsertedRow): ObservationRow {
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

function storedOf(
  item: Unstored,
  result: InsertedRow | undefined,
  earlier: ReadonlyMap<string, AssessmentRow>,
  standing: ReadonlyMap<string, Standing>,
): Stored {
  const row = result?.repeated === true ? earlier.get(result.stored_id) : item.row;
  if (result === undefined || row === undefined) throw new Error('An assessment was neither stored nor found stored.');
  const settled = item.stampedBy === 'store' && item.row.live ? [item.row.stamp] : [];
  return result.repeated
    ? { row, repeated: true, settled }
    : { row: { ...row, ...standing.get(row.id), revision: result.revision }, repeated: false, settled };
}
