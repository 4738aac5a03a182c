import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  newId,
  type Clock,
  type CustomInput,
  type Principal,
  type RuleBody,
  type RuleState,
  type RuleVersionView,
  type RuleView,
} from '#libs/contracts';
import { conflict, invalid } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { customInputProblem } from '#libs/scoring';
import { Expectations } from '../brake/expectation.js';
import { ReviewGate } from '../brake/review-gate.js';
import { defaultRules } from './default-rules.js';
import { noSuchRule } from './rule-refusal.js';
import { checkRule, insertRule, insertVersion, lockRule } from './rule.repository.js';
import { changeOf } from './rule-state.js';

/** Rules and the inputs that they may name. A rule is checked when it is saved, and once more when it goes live. */
@Injectable()
export class RuleService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ReviewGate) private readonly gate: ReviewGate,
    @Inject(Expectations) private readonly expectations: Expectations,
  ) {}

  list(state: RuleState | undefined): Promise<RuleView[]> {
    return this.database.query<RuleView>('rule/list_rules', { state: state ?? null });
  }

  /** @throws VerdictError `invalid` with the position of each problem. */
  create(body: RuleBody, actor: Principal): Promise<RuleView> {
    return this.database.transaction(async (transaction) => {
      await checkRule(transaction, body);
      const id = newId(this.clock);
      await insertRule(transaction, { id, state: 'draft', seed: null, body, ...this.by(actor.name) });
      const rule = await lockRule(transaction, id);
      await this.record(transaction, 'rule.create', undefined, rule, actor);
      return rule;
    });
  }

  /** The next version of the rule; of a live one it decides at once. */
  async edit(id: string, body: RuleBody, actor: Principal): Promise<RuleView> {
    const expected = await this.expectedOf(id, body);
    return this.database.transaction(async (transaction) => {
      const before = await lockRule(transaction, id);
      if (before.state === 'retired') throw conflict('A retired rule is kept as it was; make a new one.');
      await checkRule(transaction, body);
      if (before.state === 'live') this.gate.liveRule(before.action, body.action);
      const version = before.version + 1;
      await insertVersion(transaction, { id, version, body, ...this.by(actor.name) });
      await transaction.query('rule/update_rule', { id, state: before.state, version });
      if (before.state === 'live') await this.noteLive(transaction, id, expected);
      const after = await lockRule(transaction, id);
      await this.record(transaction, 'rule.edit', before, after, actor);
      return after;
    });
  }

  /** What a rule said in each of its versions, newest first. @throws VerdictError `not_found`. */
  async versions(id: string): Promise<RuleVersionView[]> {
    const versions = await this.database.query<RuleVersionView>('rule/list_rule_versions', { rule_id: id });
    if (versions.length === 0) throw noSuchRule();
    return versions;
  }

  /**
   * draft → shadow → live → retired, without shadow too, and back from live to shadow; from retired there is no way back.
   * @throws VerdictError `forbidden` where a second person is needed
   */
  async change(id: string, to: RuleState, actor: Principal): Promise<RuleView> {
    const rule = await this.database.transaction((transaction) => lockRule(transaction, id));
    if (to === 'live') this.gate.liveRule(rule.action);
    const expected = to === 'live' && rule.state !== 'retired' ? (await this.expectations.ofRule(rule)).hits : null;
    return this.database.transaction((transaction) => this.move(transaction, id, { to, expected }, actor));
  }

  /** As `change`, for whoever has seen what to expect: pledges a day, where anything can be known. */
  async move(
    transaction: Transaction,
    id: string,
    { to, expected }: { readonly to: RuleState; readonly expected: number | null },
    actor: Principal,
  ): Promise<RuleView> {
    const before = await lockRule(transaction, id);
    const state = changeOf(before.state, to);
    if (to !== 'retired') await checkRule(transaction, { ...before, value: before.value ?? undefined });
    await transaction.query('rule/update_rule', { id, state, version: before.version });
    if (to === 'live') await this.noteLive(transaction, id, expected);
    const after = { ...before, state };
    await this.record(transaction, `rule.${to}`, before, after, actor);
    return after;
  }

  listInputs(): Promise<CustomInput[]> {
    return this.database.query<CustomInput>('custom_input/list_custom_inputs');
  }

  declareInput(input: CustomInput, actor: Principal): Promise<CustomInput> {
    const problem = customInputProblem(input.name);
    if (problem !== undefined)
      throw invalid(`The input cannot be declared: ${problem}.`, [{ pointer: '/name', rule: 'name', detail: problem }]);
    return this.database.transaction(async (transaction) => {
      const declared = await transaction.maybeOne('custom_input/insert_custom_input', {
        ...input,
        created_at: new Date(this.clock.now()),
        created_by: actor.name,
      });
      if (declared === undefined) throw conflict(`An input named ${input.name} is declared already.`);
      await this.audit.record(transaction, {
        actor,
        action: 'custom_input.declare',
        subjectKind: 'custom_input',
        subjectId: input.name,
        after: input,
      });
      return input;
    });
  }

  /** The rules that come with the product, live; those that are there already (or were retired) stay as they are. */
  seedDefaults(): Promise<number> {
    return this.database.transaction(async (transaction) => {
      let added = 0;
      for (const { seed, ...body } of defaultRules) {
        await checkRule(transaction, body);
        const rule = { id: newId(this.clock), state: 'live', seed, body, ...this.by('system') } as const;
        added += (await insertRule(transaction, rule)) ? 1 : 0;
      }
      return added;
    });
  }

  /** Of a live rule that is to say something else; what is wrong with it is told where it is saved. */
  private async expectedOf(id: string, body: RuleBody): Promise<number | null> {
    const before = await this.database.transaction(async (transaction) => {
      await checkRule(transaction, body);
      return lockRule(transaction, id);
    });
    if (before.state !== 'live') return null;
    return (await this.expectations.ofRule({ ...before, ...body, value: body.value ?? null })).hits;
  }

  private async noteLive(transaction: Transaction, id: string, expected_per_day: number | null): Promise<void> {
    await transaction.query('rule/note_live', { id, live_since: new Date(this.clock.now()), expected_per_day });
  }

  private by(name: string): { readonly by: string; readonly at: Date } {
    return { by: name, at: new Date(this.clock.now()) };
  }

  private async record(
    transaction: Transaction,
    action: string,
    before: RuleView | undefined,
    after: RuleView,
    actor: Principal,
  ): Promise<void> {
    await this.audit.record(transaction, { actor, action, subjectKind: 'rule', subjectId: after.id, before, after });
  }
}
