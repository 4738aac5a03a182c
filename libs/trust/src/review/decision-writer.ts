import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  recordedActor,
  type Actor,
  type Clock,
  type CloseReason,
  type DecisionAction,
  type DecisionSubject,
  type Label,
} from '#libs/contracts';
import { conflict } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import { holdEpoch } from '../velocity/epoch-guard.js';
import { locks } from '../velocity/locks.js';
import { isHeldByOther, type HeldCase } from './case-state.js';
import type { HeldPledge, NewEffect } from './effective.js';

const mostLocked = 1_000;

/** A decision as it is written. */
export interface Written {
  readonly id: string;
  readonly action: DecisionAction | 'undo';
  readonly subjects: readonly DecisionSubject[];
  readonly reason: string;
  readonly closeReason: CloseReason | null;
  readonly caseId: string | null;
  readonly by: 'reviewer' | 'policy';
  readonly actor: Actor;
  readonly undoes: string | null;
  readonly effects: readonly NewEffect[];
  readonly label: Label | null;
  /** Its row is there already: it was proposed. */
  readonly isProposed: boolean;
}

type TouchedCase = Pick<HeldCase, 'state' | 'claimed_by' | 'held_until'> & {
  readonly id: string;
  readonly entity_kind: string;
  readonly entity_id: string;
};

/** By what a decision touches cases. */
interface Touching {
  readonly subjects: readonly DecisionSubject[];
  readonly caseId: string | null;
  readonly pledgeIds: readonly string[];
}

/** A pledge has a newer revision than the one that was asked about. */
export class PledgeMoved extends Error {}

/** Writes decisions, in the transaction of whoever takes them: what holds, what held, the cases, the audit, and the order. */
@Injectable()
export class DecisionWriter {
  constructor(
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws VerdictError `conflict` where another reviewer holds one of the cases. */
  async holdCases(
    transaction: Transaction,
    { subjects, caseId, pledgeIds }: Touching,
    actor: Actor,
  ): Promise<TouchedCase[]> {
    const touched = await transaction.query<TouchedCase>('review_case/lock_touched', {
      subjects: JSON.stringify(subjects),
      case_id: caseId,
      pledge_ids: pledgeIds,
    });
    const now = this.clock.now();
    if (actor.kind !== 'system' && touched.some((one) => isHeldByOther({ ...one, assignee: null }, actor, now)))
      throw conflict('Another reviewer holds a case that this decision is about.');
    return touched;
  }

  /** @throws PledgeMoved when one of them has been scored anew meanwhile. */
  async holdPledges(transaction: Transaction, pledgeIds: readonly string[]): Promise<HeldPledge[]> {
    // As whoever scores: otherwise two could wait for each other's rows. Of more than these Postgres keeps no such locks.
    if (pledgeIds.length <= mostLocked)
      await holdEpoch(
        transaction,
        pledgeIds.map((pledgeId) => ({ stamp: 0, pledgeId })),
      );
    const held = await transaction.query<HeldPledge>('decision/lock_pledges', { pledge_ids: pledgeIds });
    if (held.length < pledgeIds.length) throw new PledgeMoved();
    return held;
  }

  /** `follow` is what else follows from it, while its cases are as they were. */
  async write(
    transaction: Transaction,
    decision: Written,
    touched: readonly TouchedCase[],
    follow: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    if (!decision.isProposed) await this.insert(transaction, decision);
    await this.change(transaction, decision);
    await follow();
    const ids = touched.map(({ id }) => id);
    await transaction.query('review_case/sum_cases', { ids });
    if (decision.action === 'release' || decision.action === 'cancel') {
      const answered = touched.filter((one) => isAnswered(one, decision)).map(({ id }) => id);
      await transaction.query('review_case/close_cases', {
        ids,
        answered,
        now: new Date(this.clock.now()),
        closed_by: decision.by === 'policy' ? 'policy' : decision.actor.id,
        close_reason: decision.closeReason,
      });
    }
    const { id, action, subjects, reason, by, effects, undoes, actor } = decision;
    const after = { subjects, reason, by, pledges: effects.length, undoes };
    await this.record(transaction, `decision.${action}`, id, after, actor);
    // Last: whoever else decides waits from here to the commit.
    await transaction.query('decision/lock_order', { lock: locks.decision });
    await transaction.query('decision/take_place', { id: decision.id });
    const now = new Date(this.clock.now());
    await transaction.query('webhook/insert_deliveries', { decision_id: decision.id, now });
  }

  record(transaction: Transaction, action: string, subjectId: string, after: unknown, actor: Actor): Promise<void> {
    return this.audit.record(transaction, { actor, action, subjectKind: 'decision', subjectId, after });
  }

  private async insert(transaction: Transaction, decision: Written): Promise<void> {
    const { kind, id, name } = recordedActor(decision.actor);
    await transaction.query('decision/insert_decision', {
      id: decision.id,
      action: decision.action,
      subjects: JSON.stringify(decision.subjects),
      reason: decision.reason,
      close_reason: decision.closeReason,
      case_id: decision.caseId,
      made_by: decision.by,
      actor_kind: kind,
      actor_id: id,
      actor_name: name,
      decided_at: new Date(this.clock.now()),
      undoes: decision.undoes,
      label: decision.label,
    });
  }

  private async change(transaction: Transaction, decision: Written): Promise<void> {
    await transaction.query('decision/insert_pledges', {
      decision_id: decision.id,
      rows: JSON.stringify(decision.effects.map(changeOf)),
    });
    await transaction.query('decision/update_effective', {
      rows: JSON.stringify(
        decision.effects.map(({ pledge, action, by, at, decisionId }) => ({
          id: pledge.id,
          action,
          action_by: by,
          action_at: at,
          decision_id: decisionId,
        })),
      ),
    });
  }
}

const changeOf = ({ pledge, action, by, at }: NewEffect) => ({
  pledge_id: pledge.pledge_id,
  action,
  action_by: by,
  action_at: at,
  before_action: pledge.effective_action,
  before_by: pledge.effective_by,
  before_at: pledge.effective_at,
  before_decision: pledge.decision_id,
});

const isAnswered = ({ id, entity_kind, entity_id }: TouchedCase, { caseId, subjects }: Written): boolean =>
  id === caseId || subjects.some((subject) => subject.kind === entity_kind && subject.id === entity_id);
