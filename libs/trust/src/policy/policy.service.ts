import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  type Clock,
  type PolicyBody,
  type PolicyOverride,
  type PolicyView,
  type Principal,
} from '#libs/contracts';
import { invalid } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { ReviewGate } from '../brake/review-gate.js';
import { policyView, type PolicyRow } from '../configuration/configuration.repository.js';
import { insertPolicy } from './policy.repository.js';

/** Thresholds and the override. A change is a version; versions are kept. */
@Injectable()
export class PolicyService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ReviewGate) private readonly gate: ReviewGate,
  ) {}

  async find(): Promise<PolicyView> {
    return this.holding(await this.database.one<PolicyRow>('policy/find_policy'));
  }

  /** @throws VerdictError `forbidden` where a second person is needed */
  async change(thresholds: PolicyBody, actor: Principal): Promise<PolicyView> {
    this.gate.thresholds();
    return this.database.transaction((transaction) => this.take(transaction, thresholds, actor));
  }

  /** As `change`, for whoever has seen what to expect. */
  take(transaction: Transaction, thresholds: PolicyBody, actor: Principal): Promise<PolicyView> {
    return this.next(transaction, 'policy.change', actor, (before) => ({ ...before, ...thresholds }));
  }

  /** Stops all rejecting, or all stopping, at once and until a time; a null action ends it. */
  override({ action, until }: PolicyOverride, actor: Principal): Promise<PolicyView> {
    if (until !== undefined && Date.parse(until) <= this.clock.now())
      throw invalid('The override would have ended already.', [
        { pointer: '/until', rule: 'future', detail: 'must be in the future' },
      ]);
    const override = action === null || until === undefined ? null : { action, until };
    return this.database.transaction((transaction) =>
      this.next(transaction, 'policy.override', actor, (before) => ({ ...before, override })),
    );
  }

  /** An override whose time is over is none. */
  private holding(row: PolicyRow): PolicyView {
    const policy = policyView(row);
    const isOver = policy.override !== null && Date.parse(policy.override.until) <= this.clock.now();
    return isOver ? { ...policy, override: null } : policy;
  }

  private async next(
    transaction: Transaction,
    action: string,
    actor: Principal,
    change: (before: PolicyView) => PolicyView,
  ): Promise<PolicyView> {
    await transaction.query('risk_configuration/lock_risk_configuration');
    const before = this.holding(await transaction.one<PolicyRow>('policy/find_policy'));
    const after = { ...change(before), version: before.version + 1 };
    await insertPolicy(transaction, after, actor.name, new Date(this.clock.now()));
    await this.audit.record(transaction, {
      actor,
      action,
      subjectKind: 'policy',
      subjectId: String(after.version),
      before,
      after,
    });
    return after;
  }
}
