import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  newId,
  recordedActor,
  type Actor,
  type Clock,
  type CloseReason,
  type DecisionAction,
  type DecisionAnswer,
  type DecisionSubject,
  type NewDecision,
  type Principal,
  type RecordedActor,
  type ReviewDecision,
  type Undo,
} from '#libs/contracts';
import { conflict } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { DecisionReader, type DecisionPledgeRow } from './decision-reader.js';
import { DecisionTaker } from './decision-taker.js';
import { DecisionWriter, PledgeMoved } from './decision-writer.js';
import { restored } from './effective.js';
import { requireSecond } from './second-reviewer.js';

const mostAttempts = 5;

const closesAs: Readonly<Record<DecisionAction, CloseReason | null>> = {
  release: 'approved',
  hold: null,
  cancel: 'canceled',
};

interface Proposal {
  readonly proposal: NewDecision;
  readonly actor_kind: RecordedActor['kind'];
  readonly actor_id: string;
  readonly actor_name: string;
}

/** What is decided without a person. */
export interface ByPolicy {
  readonly caseId: string;
  readonly subject: DecisionSubject;
  readonly action: DecisionAction;
  readonly reason: string;
  readonly pledgeIds: readonly string[];
}

/** What people decide about pledges and those behind them, have a second one approve, and take back. */
@Injectable()
export class DecisionService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(DecisionTaker) private readonly taker: DecisionTaker,
    @Inject(DecisionWriter) private readonly writer: DecisionWriter,
    @Inject(DecisionReader) private readonly reader: DecisionReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Takes effect at once, unless a second reviewer is asked for.
   * @throws VerdictError `not_found` for a pledge without a score, `conflict` where another reviewer holds a case, `invalid`
   * for more pledges than one decision may be about.
   */
  decide(body: NewDecision, actor: Actor): Promise<ReviewDecision> {
    return this.retried(async (transaction) => {
      const id = newId(this.clock);
      const settings = await this.taker.settings(transaction, body);
      if (settings.some(({ second_review }) => second_review)) await this.propose(transaction, id, body, actor);
      else await this.take(transaction, id, body, actor, false);
      return this.reader.get(id, transaction);
    });
  }

  /** @throws VerdictError `forbidden` for whoever proposed it; `conflict` for what somebody has answered. */
  answer(id: string, { approve }: DecisionAnswer, actor: Principal): Promise<ReviewDecision> {
    return this.retried(async (transaction) => {
      await this.reader.get(id, transaction);
      const proposed = await transaction.maybeOne<Proposal>('decision/end_proposal', {
        id,
        state: approve ? 'standing' : 'refused',
        second_id: actor.id,
        second_name: actor.name,
      });
      if (proposed === undefined) throw conflict('This decision waits for nobody.');
      const { actor_kind: kind, actor_id, actor_name: name, proposal } = proposed;
      await requireSecond(actor, { kind, id: actor_id, name }, transaction);
      if (approve) await this.take(transaction, id, proposal, actor, true);
      else await this.writer.record(transaction, 'decision.refuse', id, undefined, actor);
      return this.reader.get(id, transaction);
    });
  }

  /** What the product does by a policy, in the transaction of what makes it do so. */
  async decideByPolicy(transaction: Transaction, due: ByPolicy, actor: Actor): Promise<void> {
    const { caseId, subject, action, reason, pledgeIds } = due;
    const about = { id: newId(this.clock), action, subjects: [subject], reason, caseId, actor } as const;
    const shared = { closeReason: null, label: null, by: 'policy', isProposed: false } as const;
    await this.taker.take(transaction, { ...about, ...shared }, { subjects: [], pledgeIds, settings: [] });
  }

  /** Takes a decision back: what held before holds again, where nothing was decided since. @throws VerdictError `conflict`. */
  undo(id: string, { reason }: Undo, actor: Actor): Promise<ReviewDecision> {
    return this.retried(async (transaction) => {
      const undone = await this.reader.get(id, transaction);
      if (undone.state !== 'standing') throw conflict('This decision has not taken effect.');
      if (undone.action === 'undo') throw conflict('What took a decision back is not taken back: decide anew.');
      if (undone.undone_by !== null) throw conflict('This decision has been taken back already.');
      const rows = await transaction.query<DecisionPledgeRow>('decision/list_pledges', { ids: [id] });
      const before = new Map(rows.map((row) => [row.pledge_id, row]));
      const { subjects, case_id: caseId } = undone;
      const pledgeIds = [...before.keys()];
      const touched = await this.writer.holdCases(transaction, { subjects, caseId, pledgeIds }, actor);
      const held = await this.writer.holdPledges(transaction, pledgeIds);
      const effects = held.flatMap((pledge) => {
        const row = before.get(pledge.pledge_id);
        return row === undefined || pledge.decision_id !== id ? [] : [restored(pledge, row)];
      });
      const undoId = newId(this.clock);
      const shared = { id: undoId, subjects, reason, closeReason: null, caseId, actor, effects, label: null } as const;
      const written = { ...shared, action: 'undo', by: 'reviewer', undoes: id, isProposed: false } as const;
      await this.writer.write(transaction, written, touched, () =>
        this.taker.takeBack(transaction, id, effects, actor),
      );
      return this.reader.get(undoId, transaction);
    });
  }

  private async take(
    transaction: Transaction,
    id: string,
    body: NewDecision,
    actor: Actor,
    isProposed: boolean,
  ): Promise<void> {
    const { action, subjects, reason, case_id: caseId = null } = body;
    const about = { id, action, subjects, reason, caseId, actor, ...endsAs(body), by: 'reviewer', isProposed } as const;
    const settings = await this.taker.settings(transaction, body);
    const pledgeIds = await this.taker.pledgesOf(transaction, subjects);
    await this.taker.take(transaction, about, { subjects, pledgeIds, settings });
  }

  private async propose(transaction: Transaction, id: string, body: NewDecision, actor: Actor): Promise<void> {
    await this.taker.pledgesOf(transaction, body.subjects);
    const { kind, id: actor_id, name } = recordedActor(actor);
    const { closeReason, label } = endsAs(body);
    await transaction.query('decision/insert_proposal', {
      id,
      action: body.action,
      subjects: JSON.stringify(body.subjects),
      reason: body.reason,
      close_reason: closeReason,
      case_id: body.case_id ?? null,
      actor_kind: kind,
      actor_id,
      actor_name: name,
      decided_at: new Date(this.clock.now()),
      label,
      proposal: JSON.stringify(body),
    });
    await this.writer.record(transaction, 'decision.propose', id, body, actor);
  }

  /** A pledge that is scored in the same moment is decided by its newest revision. */
  private async retried<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++)
      try {
        return await this.database.transaction(work);
      } catch (error) {
        if (!(error instanceof PledgeMoved)) throw error;
        if (attempt === mostAttempts) throw conflict('A pledge is scored anew again and again; try once more.');
      }
  }
}

const endsAs = ({ action, close_reason, label }: NewDecision) => ({
  closeReason: close_reason ?? closesAs[action],
  label: label ?? (close_reason === 'refunded_as_fraud' ? ('suspected_fraud' as const) : null),
});
