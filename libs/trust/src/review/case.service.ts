import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  type CaseAssign,
  type CaseClose,
  type CaseDetail,
  type CaseList,
  type CasePledge,
  type CaseQuery,
  type CaseReason,
  type CaseState,
  type CaseView,
  type CaseWait,
  type ClaimAnswer,
  type Clock,
  type NewCase,
  type Principal,
  type QueueView,
} from '#libs/contracts';
import { forbidden, invalid, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { takeArrivals } from './case-intake.js';
import { requireChange } from './case-state.js';
import { DecisionReader } from './decision-reader.js';
import { QueueService } from './queue.service.js';

const itemsShown = 500;
const decisionsShown = 50;
const minuteMs = 60_000;

/** How long before it is due a case is taken for its time, not for its worth. */
export const soonMs = 60 * minuteMs;

interface Change {
  readonly action: string;
  readonly to: CaseState;
  readonly reason?: string;
  readonly columns?: Partial<Pick<CaseView, 'assignee' | 'claimed_by' | 'claimed_at' | 'held_until'>> &
    Partial<Pick<CaseView, 'closed_at' | 'closed_by' | 'close_reason'>>;
}

/** Cases, one about each entity that needs a person: found, claimed by one at a time, put off, handed on, closed. */
@Injectable()
export class CaseService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(QueueService) private readonly queues: QueueService,
    @Inject(DecisionReader) private readonly decisions: DecisionReader,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list({ offset, limit, ...filters }: CaseQuery): Promise<CaseList> {
    const rows = await this.database.query<CaseView>('review_case/list_cases', {
      queue: filters.queue ?? null,
      state: filters.state ?? null,
      assignee: filters.assignee ?? null,
      entity_kind: filters.entity_kind ?? null,
      entity_id: filters.entity_id ?? null,
      soon: new Date(this.clock.now() + soonMs),
      row_offset: offset,
      row_limit: limit + 1,
    });
    return { cases: rows.slice(0, limit), more: rows.length > limit };
  }

  /** @throws VerdictError `not_found`. */
  async get(id: string): Promise<CaseDetail> {
    const found = await this.database.maybeOne<CaseView>('review_case/find_case', { id });
    if (found === undefined) throw notFound('There is no case of this id.');
    const [items, decisions] = await Promise.all([
      this.database.query<CasePledge>('review_case/list_items', { id, row_limit: itemsShown }),
      this.database.query<{ id: string }>('decision/list_of_case', { case_id: id, row_limit: decisionsShown }),
    ]);
    return { ...found, items, decisions: await this.decisions.find(decisions.map((one) => one.id)) };
  }

  /** Opens a case by hand, or finds the one that the pledge is in. @throws VerdictError `not_found` for a pledge without a score. */
  open({ pledge_id, reason }: NewCase, actor: Principal): Promise<CaseView> {
    return this.openFor(pledge_id, 'by_hand', { reason }, actor);
  }

  openFor(pledge_id: string, cause: string, after: object, actor: Principal): Promise<CaseView> {
    return this.database.transaction(async (transaction) => {
      const arrived = await transaction.maybeOne('review/insert_arrival', { pledge_id, cause, now: this.now() });
      if (arrived === undefined) throw notFound('This pledge has not been scored.');
      // With what arrived before it: whoever opens one case waits for at most one portion.
      await takeArrivals(transaction, this.clock, 500);
      const opened = await transaction.maybeOne<CaseView>('review_case/find_of_pledge', { pledge_id });
      if (opened === undefined) throw notFound('This pledge has not been scored.');
      await this.record(transaction, `case.${cause}`, opened.id, { pledge_id, ...after }, actor);
      return opened;
    });
  }

  /** The next case of a queue, for as long as its lease lasts. @throws VerdictError `forbidden` for who is no member. */
  async claimNext(key: string, actor: Principal): Promise<ClaimAnswer> {
    const queue = await this.queues.get(key);
    requireMember(queue, actor);
    const claim = async (): Promise<CaseView | undefined> => {
      const now = this.clock.now();
      return this.database.transaction(async (transaction) => {
        const taken = await transaction.maybeOne<CaseView>('review_case/claim_next', {
          queue: key,
          claimer: actor.id,
          now: new Date(now),
          soon: new Date(now + soonMs),
          held_until: new Date(now + queue.lease_minutes * minuteMs),
        });
        if (taken !== undefined) await this.record(transaction, 'case.claim', taken.id, undefined, actor);
        return taken;
      });
    };
    const first = await claim();
    if (first !== undefined) return { case: first };
    // Nobody may have noticed yet that leases are over.
    const freed = await this.database.query('review_case/free_cases', { now: this.now() });
    return { case: (freed.length === 0 ? undefined : await claim()) ?? null };
  }

  /** Claims this case, or goes on holding it. */
  async claim(id: string, actor: Principal): Promise<CaseView> {
    return this.change(id, actor, async (held, transaction) => {
      const queue = await this.queues.get(held.queue, transaction);
      // Whom it is assigned to need not be one.
      if (held.assignee !== actor.id) requireMember(queue, actor);
      const now = this.clock.now();
      return {
        action: 'case.claim',
        to: 'claimed',
        columns: {
          claimed_by: actor.id,
          claimed_at: new Date(now),
          held_until: new Date(now + queue.lease_minutes * minuteMs),
        },
      };
    });
  }

  giveBack(id: string, actor: Principal): Promise<CaseView> {
    return this.change(id, actor, () => ({ action: 'case.give_back', to: 'open' }));
  }

  /** @throws VerdictError `invalid` for a time that is not ahead. */
  wait(id: string, { until, reason }: CaseWait, actor: Principal): Promise<CaseView> {
    const held_until = new Date(until);
    if (held_until.getTime() <= this.clock.now())
      throw invalid('A case waits for a time that is ahead.', [
        { pointer: '/until', rule: 'future', detail: 'must be in the future' },
      ]);
    return this.change(id, actor, () => ({ action: 'case.wait', to: 'waiting', reason, columns: { held_until } }));
  }

  escalate(id: string, { reason }: CaseReason, actor: Principal): Promise<CaseView> {
    return this.change(id, actor, () => ({ action: 'case.escalate', to: 'escalated', reason }));
  }

  /** Hands it on: whoever held it holds it no more. */
  assign(id: string, { assignee }: CaseAssign, actor: Principal): Promise<CaseView> {
    return this.change(id, actor, ({ state }) => ({
      action: 'case.assign',
      to: state === 'escalated' ? 'escalated' : 'open',
      columns: { assignee },
    }));
  }

  close(id: string, { close_reason, reason }: CaseClose, actor: Principal): Promise<CaseView> {
    const closed = { closed_at: this.now(), closed_by: actor.id, close_reason };
    return this.change(id, actor, () => ({ action: 'case.close', to: 'closed', reason, columns: closed }));
  }

  private change(
    id: string,
    actor: Principal,
    decide: (held: CaseView, transaction: Transaction) => Change | Promise<Change>,
  ): Promise<CaseView> {
    return this.database.transaction(async (transaction) => {
      const held = await transaction.maybeOne<CaseView>('review_case/lock_case', { id });
      if (held === undefined) throw notFound('There is no case of this id.');
      const { action, to, reason, columns = {} } = await decide(held, transaction);
      if (held.state !== to || to === 'claimed') requireChange(held, to, actor, this.clock.now());
      const after = await transaction.one<CaseView>('review_case/update_state', {
        id,
        state: to,
        assignee: held.assignee,
        claimed_by: null,
        claimed_at: null,
        held_until: null,
        closed_at: null,
        closed_by: null,
        close_reason: null,
        ...columns,
      });
      await this.record(transaction, action, id, { state: to, reason, ...columns }, actor);
      return after;
    });
  }

  private record(
    transaction: Transaction,
    action: string,
    subjectId: string,
    after: object | undefined,
    actor: Principal,
  ): Promise<void> {
    return this.audit.record(transaction, { actor, action, subjectKind: 'case', subjectId, after });
  }

  private readonly now = (): Date => new Date(this.clock.now());
}

/** @throws VerdictError `forbidden`. */
function requireMember({ members }: QueueView, actor: Principal): void {
  if (members.length > 0 && !members.includes(actor.id))
    throw forbidden('This queue has members, and you are none of them.');
}
