import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  newId,
  type BacktestBody,
  type BacktestView,
  type Clock,
  type PinnedBacktest,
  type PinnedRule,
  type PolicyBody,
  type Principal,
  type RuleView,
} from '#libs/contracts';
import { forbidden, invalid } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import type { PolicyRow } from '../configuration/configuration.repository.js';
import { championName } from '../model/named-model.js';
import { findBacktest, pinnedRules, type BacktestRow } from './backtest.repository.js';
import { backtestResult } from './backtest-result.js';

/** Policies tried on history: each backtest is a row and a job, and what it compares is pinned. */
@Injectable()
export class BacktestService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws VerdictError `invalid` for a rule that is not there or cannot take part; `forbidden` for a test key */
  async ask(request: BacktestBody, caller: Principal): Promise<BacktestView> {
    if (!caller.live) throw forbidden('A test key asks nothing of live pledges.');
    const id = newId(this.clock);
    const now = new Date(this.clock.now());
    if (request.as_of !== undefined && Date.parse(request.as_of) > now.getTime())
      throw invalid('Nobody knows yet.', [{ pointer: '/as_of', rule: 'past', detail: 'must not be in the future' }]);
    const job = await this.database.transaction(async (transaction) => {
      const pinned = await pin(transaction, request, now);
      await transaction.query('backtest/insert_backtest', {
        id,
        request: JSON.stringify(request),
        pinned: JSON.stringify(pinned),
        asked_by: caller.name,
        asked_at: now,
      });
      const submitted = await this.jobs.submit(
        { name: 'backtest', payload: { backtest_id: id }, createdBy: caller.id },
        transaction,
      );
      await transaction.query('backtest/update_job', { id, job_id: submitted.id });
      return submitted.id;
    });
    // Before a worker knows of it: what was asked for waits, however fast the answer comes.
    const asked = await this.get(id);
    await this.jobs.enqueue(job, 'backtest');
    return asked;
  }

  /** @throws VerdictError `not_found` */
  async get(id: string): Promise<BacktestView> {
    return this.view(await findBacktest(this.database, id));
  }

  async list(row_limit: number): Promise<BacktestView[]> {
    const rows = await this.database.query<BacktestRow>('backtest/list_backtests', { row_limit });
    return Promise.all(rows.map((row) => this.view(row)));
  }

  private async view({ tally, ...row }: BacktestRow): Promise<BacktestView> {
    const shown = { ...row, state: row.state ?? 'pending' };
    if (tally === null) return { ...shown, result: null };
    const rules = await pinnedRules(this.database, row.pinned.candidate.rules);
    return { ...shown, result: backtestResult(tally, rules, row.request.review_minutes) };
  }
}

/** Versions of everything, so that what is changed meanwhile changes nothing here. */
async function pin(transaction: Transaction, request: BacktestBody, now: Date): Promise<PinnedBacktest> {
  const { version } = await transaction.one<{ version: number }>('risk_configuration/find_risk_version');
  const policy = await transaction.one<PolicyRow>('policy/find_policy');
  const rules = (await transaction.query<RuleView>('rule/list_rules', { state: null })).toReversed();
  const thresholds: PolicyBody = {
    review_at: policy.review_at,
    reject_at: policy.reject_at,
    elevated_at: policy.elevated_at,
    highest_at: policy.highest_at,
  };
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  refuseUnknown('add', request.add, byId, (rule) => rule.state !== 'retired');
  refuseUnknown('remove', request.remove, byId, (rule) => rule.state === 'live');
  const takesPart = ({ id, state }: RuleView): boolean =>
    !request.remove.includes(id) &&
    (state === 'live' || request.add.includes(id) || (request.shadow && state === 'shadow'));
  return {
    as_of: request.as_of ?? now.toISOString(),
    candidate: { rules: rules.filter(takesPart).map(pinnedRule), thresholds: request.thresholds ?? thresholds },
    baseline: { rules: rules.filter(({ state }) => state === 'live').map(pinnedRule), thresholds },
    model: await championName(transaction),
    configuration: version,
  };
}

const pinnedRule = ({ id, version }: RuleView): PinnedRule => [id, version];

function refuseUnknown(
  field: 'add' | 'remove',
  ids: readonly string[],
  rules: ReadonlyMap<string, RuleView>,
  fits: (rule: RuleView) => boolean,
): void {
  for (const [index, id] of ids.entries()) {
    const rule = rules.get(id);
    if (rule !== undefined && fits(rule)) continue;
    const detail = rule === undefined ? 'there is no rule of this id' : `the rule is ${rule.state}`;
    throw invalid(`The rule ${id} cannot take part: ${detail}.`, [
      { pointer: `/${field}/${index}`, rule: 'rule', detail },
    ]);
  }
}
