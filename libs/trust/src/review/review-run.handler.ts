import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, type DecisionAction, type DecisionSubject, type SystemActor } from '#libs/contracts';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import type { JobContext, JobHandler, Schedule } from '#libs/queue';
import { takeArrivals } from './case-intake.js';
import { DecisionLabels } from './decision-labels.js';
import { DecisionService } from './decision.service.js';

interface DueCase {
  readonly id: string;
  readonly queue: string;
  readonly entity_kind: DecisionSubject['kind'];
  readonly entity_id: string;
  readonly at_due: DecisionAction;
}

/** The injection token of the look at the cases. */
export const REVIEW_RUN_SCHEDULE = Symbol('REVIEW_RUN_SCHEDULE');

const portion = 500;
const dueAtOnce = 200;
/** A deadline that is told later than this after it was stored is found by the next answer that joins. */
const movedWithinMs = 300_000;
const everySeconds = 2;

/**
 * Keeps the cases: brings to them what arrived, frees what nobody holds any more, follows deadlines that move, lets the
 * policy of a queue act on what is due, and stores the labels of decisions. Each portion and each case in one transaction.
 */
@Injectable()
export class ReviewRunHandler implements JobHandler {
  readonly name = 'review_run';
  readonly atOnce = 1;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(DecisionService) private readonly decisions: DecisionService,
    @Inject(DecisionLabels) private readonly labels: DecisionLabels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(_payload: unknown, context: Pick<JobContext, 'hold' | 'signal'>): Promise<Record<string, number>> {
    const arrivals = await this.takeAll(context);
    const freed = await this.database.query('review_case/free_cases', { now: this.now() });
    await this.followDeadlines();
    const acted = await this.actOnDue(context);
    return { arrivals, freed: freed.length, acted, labels: await this.labels.storeDue(context.signal) };
  }

  private async takeAll({ hold, signal }: Pick<JobContext, 'hold' | 'signal'>): Promise<number> {
    for (let total = 0; ;) {
      signal.throwIfAborted();
      const taken = await this.database.transaction(async (transaction) => {
        await hold(transaction);
        return takeArrivals(transaction, this.clock, portion);
      });
      total += taken;
      if (taken < portion) return total;
    }
  }

  private async followDeadlines(): Promise<void> {
    const moved_since = new Date(this.clock.now() - movedWithinMs);
    const moved = await this.database.query<{ id: string }>('review_case/list_moved', { moved_since });
    if (moved.length > 0) await this.database.query('review_case/sum_cases', { ids: moved.map(({ id }) => id) });
  }

  private async actOnDue({ hold, signal }: Pick<JobContext, 'hold' | 'signal'>): Promise<number> {
    const now = this.now();
    const due = await this.database.query<DueCase>('review_case/list_due', { now, row_limit: dueAtOnce });
    let acted = 0;
    for (const one of due) {
      signal.throwIfAborted();
      const isActed = await this.database.transaction(async (transaction) => {
        await hold(transaction);
        return (await transaction.maybeOne('review_case/mark_acted', { id: one.id, now })) !== undefined
          ? this.act(transaction, one)
          : false;
      });
      if (isActed) acted += 1;
    }
    return acted;
  }

  /** Whether anything waited. */
  private async act(transaction: Transaction, due: DueCase): Promise<boolean> {
    const { id: caseId, queue, entity_kind, entity_id, at_due: action } = due;
    const rows = await transaction.query<{ pledge_id: string }>('decision/list_due_pledges', { case_id: caseId });
    if (rows.length === 0) return false;
    const actor: SystemActor = { kind: 'system', id: `queue:${queue}`, name: `the policy of the queue ${queue}` };
    const subject = { kind: entity_kind, id: entity_id };
    const pledgeIds = rows.map(({ pledge_id }) => pledge_id);
    const reason = 'Nobody had decided when it was due.';
    await this.decisions.decideByPolicy(transaction, { caseId, subject, action, reason, pledgeIds }, actor);
    return true;
  }

  private readonly now = (): Date => new Date(this.clock.now());
}

/** A job only where something is to be done. It waits neither for a place in the queue nor for Redis. */
export const reviewRunSchedule = (database: Database, clock: Clock): Schedule => ({
  name: 'review_run',
  everyMinutes: everySeconds / 60,
  prompt: true,
  payloads: async () => {
    const now = clock.now();
    const moved_since = new Date(now - movedWithinMs);
    const work = await database.maybeOne('review/find_work', { now: new Date(now), moved_since });
    return work === undefined ? [] : [{ payload: {}, deduplicationKey: 'all' }];
  },
});
