import { Inject, Injectable } from '@nestjs/common';
import { Audit, checkApprover } from '#libs/access';
import {
  CLOCK,
  newId,
  recordedActor,
  type Clock,
  type PolicyChangeBody,
  type PolicyChangeQuery,
  type PolicyChangeView,
  type PolicyExpectation,
  type Principal,
} from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { canonicalListed } from '../list/listed-value.js';
import { lockRule } from '../rule/rule.repository.js';
import { ChangeTaker } from './change-taker.js';
import { Expectations } from './expectation.js';

type Content = PolicyChangeView['content'];

/** Changes of the policy that one person proposes and another takes, who sees what to expect of them. */
@Injectable()
export class ChangeService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Expectations) private readonly expectations: Expectations,
    @Inject(ChangeTaker) private readonly taker: ChangeTaker,
  ) {}

  /** @throws VerdictError `not_found` for a rule or a model; `invalid` for a value that is none of its kind */
  async propose(body: PolicyChangeBody, actor: Principal): Promise<PolicyChangeView> {
    const { content, expectation } = await this.expected(body);
    const change: PolicyChangeView = {
      id: newId(this.clock),
      content,
      expectation,
      state: 'waiting',
      proposed_by: recordedActor(actor),
      proposed_at: new Date(this.clock.now()),
      decided_by: null,
      decided_at: null,
    };
    await this.database.transaction(async (transaction) => {
      await transaction.query('policy_change/insert_change', {
        id: change.id,
        content: JSON.stringify(content),
        expectation: JSON.stringify(expectation),
        proposed_by: JSON.stringify(change.proposed_by),
        proposed_at: change.proposed_at,
      });
      await this.record(transaction, 'policy.propose', change, actor);
    });
    return change;
  }

  list({ state, limit }: PolicyChangeQuery): Promise<PolicyChangeView[]> {
    return this.database.query<PolicyChangeView>('policy_change/list_changes', {
      state: state ?? null,
      row_limit: limit,
    });
  }

  /**
   * Takes the change, in the words that were proposed.
   * @throws VerdictError `forbidden` for whoever proposed it, also with a key that they made; `conflict` where it was
   * decided, or the rule has changed since
   */
  approve(id: string, actor: Principal): Promise<PolicyChangeView> {
    return this.database.transaction(async (transaction) => {
      const change = await lockWaiting(transaction, id);
      const draft = { what: 'The change', latest: 1, version: 1, authors: [change.proposed_by], reviewRequired: true };
      await checkApprover(actor, draft, transaction);
      await this.taker.take(transaction, change.content, actor, change.expectation);
      return this.decide(transaction, change, 'approved', actor);
    });
  }

  /** Anybody may, whoever proposed it too. @throws VerdictError `conflict` where it was decided */
  refuse(id: string, actor: Principal): Promise<PolicyChangeView> {
    return this.database.transaction(async (transaction) =>
      this.decide(transaction, await lockWaiting(transaction, id), 'refused', actor),
    );
  }

  private async expected(body: PolicyChangeBody): Promise<{ content: Content; expectation: PolicyExpectation }> {
    switch (body.kind) {
      case 'rule_live': {
        const rule = await this.database.transaction((transaction) => lockRule(transaction, body.rule_id));
        return { content: { ...body, version: rule.version }, expectation: await this.expectations.ofRule(rule) };
      }
      case 'thresholds':
        return { content: body, expectation: await this.expectations.ofThresholds(body.policy) };
      case 'model_champion':
        return { content: body, expectation: await this.expectations.ofModel(body.model) };
      default: {
        const entry = { ...body.entry, value: canonicalListed(body.entry.kind, body.entry.value, '/entry/value') };
        return { content: { ...body, entry }, expectation: await this.expectations.ofEntry(entry) };
      }
    }
  }

  private async decide(
    transaction: Transaction,
    before: PolicyChangeView,
    state: 'approved' | 'refused',
    actor: Principal,
  ): Promise<PolicyChangeView> {
    const decided = { state, decided_by: recordedActor(actor), decided_at: new Date(this.clock.now()) };
    await transaction.query('policy_change/decide_change', {
      ...decided,
      id: before.id,
      decided_by: JSON.stringify(decided.decided_by),
    });
    const after = { ...before, ...decided };
    await this.record(transaction, `policy.${state === 'approved' ? 'approve' : 'refuse'}`, after, actor);
    return after;
  }

  private async record(
    transaction: Transaction,
    action: string,
    after: PolicyChangeView,
    actor: Principal,
  ): Promise<void> {
    const entry = { actor, action, subjectKind: 'policy_change', subjectId: after.id, after };
    await this.audit.record(transaction, entry);
  }
}

async function lockWaiting(transaction: Transaction, id: string): Promise<PolicyChangeView> {
  const change = await transaction.maybeOne<PolicyChangeView>('policy_change/lock_change', { id });
  if (change === undefined) throw notFound('There is no change of this id.');
  if (change.state !== 'waiting') throw conflict(`The change was ${change.state} already.`);
  return change;
}
