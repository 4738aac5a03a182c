import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/contracts';
import { EventLog } from '#libs/events';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import type { JobContext, JobHandler, Schedule } from '#libs/queue';
import { locks } from '../velocity/locks.js';
import { chainHash, firstHash, type ChainedRow } from './audit-hash.js';

/** Where a chain goes on. */
export interface ChainEnd {
  readonly batch: number;
  readonly last_xid: string;
  readonly last_id: number;
  readonly hash: string;
}

export const chainStart: ChainEnd = { batch: 0, last_xid: '0', last_id: 0, hash: firstHash };

/** By which the buckets know what is the chain's: its own folder, so that a check reads little. */
export const headSource = 'audit';
export const headEvent = 'Audit Chained';

/** The injection token of the chain's schedule. */
export const AUDIT_CHAIN_SCHEDULE = Symbol('AUDIT_CHAIN_SCHEDULE');

const rowsAtOnce = 1_000;
const everyMinutes = 5;

/**
 * Makes the chain of the audit longer, apart from what it tells of: one chain on the path would make claims queue. Each
 * batch's hash is an event of the log too, so that the day's buckets hold it.
 */
@Injectable()
export class AuditChainHandler implements JobHandler {
  readonly name = 'audit_chain';
  readonly atOnce = 1;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(EventLog) private readonly events: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(_payload: unknown, { hold, signal }: Pick<JobContext, 'hold' | 'signal'>): Promise<{ rows: number }> {
    for (let total = 0; ;) {
      signal.throwIfAborted();
      const chained = await this.database.transaction(async (transaction) => {
        await hold(transaction);
        return this.chain(transaction);
      });
      total += chained;
      if (chained < rowsAtOnce) return { rows: total };
    }
  }

  private async chain(transaction: Transaction): Promise<number> {
    await transaction.query('audit_chain/lock_chain', { lock: locks.audit });
    const end = (await transaction.maybeOne<ChainEnd>('audit_chain/find_last')) ?? chainStart;
    const rows = await transaction.query<ChainedRow>('audit_chain/list_next', {
      after_xid: end.last_xid,
      after_id: end.last_id,
      row_limit: rowsAtOnce,
    });
    const last = rows.at(-1);
    if (last === undefined) return 0;
    const now = this.clock.now();
    const batch = end.batch + 1;
    const hash = chainHash(end.hash, rows);
    await transaction.query('audit_chain/insert_batch', {
      batch,
      rows: rows.length,
      last_xid: last.xid,
      last_id: last.id,
      previous_hash: end.hash,
      hash,
      chained_at: new Date(now),
    });
    await this.events.insert(transaction, [
      {
        source: headSource,
        event: headEvent,
        distinct_id: 'audit',
        time: now,
        insert_id: `batch-${batch}`,
        properties: { batch, rows: rows.length, previous_hash: end.hash, hash },
        live: true,
      },
    ]);
    return rows.length;
  }
}

/** A job only where something is to be chained. */
export const auditChainSchedule = (database: Database): Schedule => ({
  name: 'audit_chain',
  everyMinutes,
  payloads: async () => {
    const end = (await database.maybeOne<ChainEnd>('audit_chain/find_last')) ?? chainStart;
    const asked = { after_xid: end.last_xid, after_id: end.last_id };
    const { rows } = await database.one<{ rows: number }>('audit_chain/count_unchained', asked);
    return rows === 0 ? [] : [{ payload: {}, deduplicationKey: 'all' }];
  },
});
