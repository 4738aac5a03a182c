import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import { holdEpoch, nextStamps, visibleFrom, type EpochState } from '../velocity/epoch-guard.js';
import { LiveVelocity } from '../velocity/live-velocity.js';
import { liveOrigin, type Sighted, type Sighting } from '../velocity/observation.js';

export type Observation = Pick<
  Sighting,
  'mark' | 'hash' | 'kind' | 'category' | 'pledgeId' | 'entities' | 'occurredAt'
>;

/** What was sent to Redis; without `sighted` Redis has not seen it. */
export interface Observed {
  readonly observation: Observation;
  readonly sighted: Sighted | undefined;
}

/** The epoch, held, and a stamp for each of those that were sent. */
export interface Held {
  readonly state: EpochState;
  readonly stamps: readonly number[];
}

/** Outcomes and labels as observations: stamped and counted by Redis, then stored under the epoch. */
@Injectable()
export class OutcomeObserver {
  constructor(
    @Inject(LiveVelocity) private readonly velocity: LiveVelocity,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async send(observations: readonly Observation[]): Promise<Observed[]> {
    const sent: Observed[] = [];
    for (const observation of observations) {
      const asked = { replaces: false, previousAmount: 0, read: false, record: true };
      sent.push({ observation, sighted: await this.velocity.observe({ ...observation, ...asked }) });
    }
    return sent;
  }

  async hold(transaction: Transaction, pledgeId: string, sent: readonly Observed[]): Promise<Held> {
    const own = sent.map(({ sighted }) => ({ stamp: sighted?.stamp ?? 0, pledgeId }));
    const state = await holdEpoch(transaction, own.length === 0 ? [{ stamp: 0, pledgeId }] : own);
    const usable = own.map(({ stamp }) => (stamp === 0 || state.taken.includes(stamp) ? undefined : stamp));
    const missing = usable.filter((stamp) => stamp === undefined).length;
    const given = await nextStamps(transaction, this.clock.now() * 1_000, missing);
    return { state, stamps: usable.map((stamp) => stamp ?? given.shift() ?? 0) };
  }

  async store(transaction: Transaction, sent: readonly Observed[], { state, stamps }: Held): Promise<void> {
    if (sent.length === 0) return;
    const rows = sent.map(({ observation, sighted }, index) => {
      const stamp = stamps[index] ?? 0;
      const isSeen = sighted?.stamp === stamp;
      return {
        origin: liveOrigin,
        stamp,
        epoch: visibleFrom(state, isSeen ? sighted.token : null),
        kind: observation.kind,
        occurred_at: Math.min((isSeen ? sighted.occurredAt : observation.occurredAt) ?? stamp, stamp),
        pledge_id: observation.pledgeId,
        revision: null,
        amount: null,
        category: observation.category ?? null,
        entities: observation.entities,
        body_hash: observation.hash,
        velocity: null,
      };
    });
    await transaction.query('observation/insert_observations', { rows: JSON.stringify(rows) });
  }

  settle(sent: readonly Observed[]): void {
    this.velocity.settle(sent.flatMap(({ sighted }) => (sighted === undefined ? [] : [sighted.stamp])));
  }
}
