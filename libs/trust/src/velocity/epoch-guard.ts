import type { Transaction } from '#libs/postgres';
import { locks } from './locks.js';
import { liveOrigin } from './observation.js';

/** The epoch as a transaction sees it, and keeps it, until its end. */
export interface EpochState {
  /** 0 before the first. */
  readonly epoch: number;
  readonly token: string | null;
  /** Stamps of those asked for that another pledge has. */
  readonly taken: readonly number[];
}

export interface Stamped {
  /** 0: not stamped by Redis. */
  readonly stamp: number;
  readonly pledgeId: string;
}

/** Shares the epoch's lock and takes these pledges for itself; then reads the epoch. To be called first in a transaction. */
export async function holdEpoch(transaction: Transaction, stamped: readonly Stamped[]): Promise<EpochState> {
  const pledges = [...new Set(stamped.map(({ pledgeId }) => pledgeId))];
  // Sent together; the second sees what was committed before the first had its locks, since each has a snapshot of its own.
  const [, state] = await Promise.all([
    transaction.query('velocity/hold_epoch', { lock: locks.epoch, pledges }),
    findEpochState(transaction, stamped),
  ]);
  return state;
}

/** The epoch, and which of these stamps are another pledge's, as of now. */
export const findEpochState = (transaction: Transaction, stamped: readonly Stamped[]): Promise<EpochState> =>
  transaction.one<EpochState>('velocity/find_epoch_state', {
    rows: JSON.stringify(stamped.map(({ stamp, pledgeId }) => ({ stamp, pledge_id: pledgeId }))),
    origin: liveOrigin,
  });

/** Stamps from Postgres, above every stored one, for what Redis could not stamp; one transaction at a time gives them. */
export async function nextStamps(transaction: Transaction, nowMicros: number, count: number): Promise<number[]> {
  if (count === 0) return [];
  await transaction.query('velocity/take_epoch', { lock: locks.stamp });
  const { stamp } = await transaction.one<{ stamp: number }>('velocity/next_stamp', {
    now: nowMicros,
    origin: liveOrigin,
  });
  return Array.from({ length: count }, (_, index) => stamp + index);
}

/**
 * The first epoch whose pledges see an observation: its own while it holds; otherwise the next one, which opens when the
 * store has been rebuilt with it.
 */
export const visibleFrom = (state: EpochState, token: string | null): number =>
  token !== null && token === state.token ? state.epoch : state.epoch + 1;
