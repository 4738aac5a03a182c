import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  type Clock,
  type Principal,
  type QueueBody,
  type QueueStats,
  type QueueStatsQuery,
  type QueueView,
} from '#libs/contracts';
import { invalid, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';

const dayMs = 86_400_000;

/** Where cases wait, and what was promised about them. */
@Injectable()
export class QueueService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  list(): Promise<QueueView[]> {
    return this.database.query<QueueView>('review_queue/list_queues');
  }

  /** @throws VerdictError `not_found`. */
  async get(key: string, transaction: Transaction = this.database): Promise<QueueView> {
    const queue = await transaction.maybeOne<QueueView>('review_queue/find_queue', { key });
    if (queue === undefined) throw notFound('There is no queue of this key.');
    return queue;
  }

  put(key: string, body: QueueBody, actor: Principal): Promise<QueueView> {
    return this.database.transaction(async (transaction) => {
      const before = await transaction.maybeOne<QueueView>('review_queue/find_queue', { key });
      await transaction.query('review_queue/upsert_queue', {
        ...body,
        key,
        conditions: JSON.stringify(body.conditions),
        updated_at: new Date(this.clock.now()),
        updated_by: actor.name,
      });
      const after = await this.get(key, transaction);
      await this.audit.record(transaction, {
        actor,
        action: 'queue.put',
        subjectKind: 'queue',
        subjectId: key,
        before,
        after,
      });
      return after;
    });
  }

  /** Of the last 24 hours unless said. @throws VerdictError `not_found`; `invalid` for a range that ends before it begins. */
  async stats(key: string, query: QueueStatsQuery): Promise<QueueStats> {
    await this.get(key);
    const to = new Date(query.to ?? this.clock.now());
    const from = new Date(query.from ?? to.getTime() - dayMs);
    if (from >= to)
      throw invalid('The range is empty.', [{ pointer: '?from', rule: 'range', detail: 'must be before to' }]);
    const values = { key, from_time: from, to_time: to };
    const summary = await this.database.one<Omit<QueueStats, 'key' | 'from' | 'to'>>(
      'review_queue/summarise_queue',
      values,
    );
    return { key, from, to, ...summary };
  }
}
