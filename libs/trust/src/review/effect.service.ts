import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  type Clock,
  type DecisionAction,
  type DecisionEffectBody,
  type DecisionEffectView,
  type DecisionSubjectKind,
  type Principal,
} from '#libs/contracts';
import { invalid } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';

/** What follows from decisions, as an admin has set it. */
@Injectable()
export class EffectService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  list(transaction: Transaction = this.database): Promise<DecisionEffectView[]> {
    return transaction.query<DecisionEffectView>('decision_effect/list_effects');
  }

  /** @throws VerdictError `invalid` for a list or a hold of what has neither. */
  put(
    subject_kind: DecisionSubjectKind,
    action: DecisionAction,
    body: DecisionEffectBody,
    actor: Principal,
  ): Promise<DecisionEffectView> {
    refuseOnPledge(subject_kind, body);
    return this.database.transaction(async (transaction) => {
      const before = await this.find(transaction, subject_kind, action);
      await transaction.query('decision_effect/upsert_effect', {
        ...body,
        subject_kind,
        action,
        updated_at: new Date(this.clock.now()),
        updated_by: actor.name,
      });
      const after = await this.find(transaction, subject_kind, action);
      if (after === undefined) throw new Error('An effect that was stored is not there.');
      await this.audit.record(transaction, {
        actor,
        action: 'decision_effect.put',
        subjectKind: 'decision_effect',
        subjectId: `${subject_kind}/${action}`,
        before,
        after,
      });
      return after;
    });
  }

  private async find(
    transaction: Transaction,
    kind: DecisionSubjectKind,
    action: DecisionAction,
  ): Promise<DecisionEffectView | undefined> {
    return (await this.list(transaction)).find((one) => one.subject_kind === kind && one.action === action);
  }
}

/** A pledge is in no list, and has no other pledges. */
function refuseOnPledge(kind: DecisionSubjectKind, { list, holds_uncollected }: DecisionEffectBody): void {
  if (kind !== 'pledge') return;
  const problems = [
    ...(list === null ? [] : [{ pointer: '/list', rule: 'pledge', detail: 'a pledge is in no list' }]),
    ...(holds_uncollected ? [{ pointer: '/holds_uncollected', rule: 'pledge', detail: 'a pledge has no others' }] : []),
  ];
  if (problems.length > 0) throw invalid('A decision on a pledge has no such effect.', problems);
}
