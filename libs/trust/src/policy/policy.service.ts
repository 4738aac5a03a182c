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
import { policyView, type PolicyRow } from '../configuration/configuration.repository.js';

/** Thresholds and the override. A change is a version; versions are kept. */
@Injectable()
export class PolicyService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async find(): Promise<PolicyView> {
    return policyView(await this.database.one<PolicyRow>('policy/find_policy'));
  }

  change(thresholds: PolicyBody, actor: Principal): Promise<PolicyView> {
    return this.next('policy.change', actor, (before) => ({ ...before, ...thresholds }));
  }

  /** Stops all rejecting, or all stopping, at once and until a time; a null action ends it. */
  override({ action, until }: PolicyOverride, actor: Principal): Promise<PolicyView> {
    if (until !== undefined && Date.parse(until) <= this.clock.now())
      throw invalid('The override would have ended already.', [
        { pointer: '/until', rule: 'future', detail: 'must be in the future' },
      ]);
    const override = action === null || until === undefined ? null : { action, until };
    return this.next('policy.override', actor, (before) => ({ ...before, override }));
  }

  private next(action: string, actor: Principal, change: (before: PolicyView) => PolicyView): Promise<PolicyView> {
    return this.database.transaction(async (transaction) => {
      await transaction.query('risk_configuration/lock_risk_configuration');
      const before = policyView(await transaction.one<PolicyRow>('policy/find_policy'));
      const after = { ...change(before), version: before.version + 1 };
      await this.insert(transaction, after, actor);
      await this.audit.record(transaction, {
        actor,
        action,
        subjectKind: 'policy',
        subjectId: String(after.version),
        before,
        after,
      });
      return after;
    });
  }

  private async insert(transaction: Transaction, policy: PolicyView, actor: Principal): Promise<void> {
    const { override, ...thresholds } = policy;
    await transaction.query('policy/insert_policy', {
      ...thresholds,
      override_action: override?.action ?? null,
      override_until: override?.until ?? null,
      created_at: new Date(this.clock.now()),
      created_by: actor.name,
    });
  }
}
