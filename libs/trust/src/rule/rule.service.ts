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
  type RuleView,
} from '#libs/contracts';
import { conflict, invalid, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { compileRule, customInputProblem } from '#libs/scoring';
import { celInputs } from '../configuration/configuration.js';
import { defaultRules } from './default-rules.js';
import { changeOf } from './rule-state.js';

/** Rules and the inputs that they may name. A rule is checked when it is saved, and once more when it goes live. */
@Injectable()
export class RuleService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  list(state: RuleState | undefined): Promise<RuleView[]> {
    return this.database.query<RuleView>('rule/list_rules', { state: state ?? null });
  }

  /** @throws VerdictError `invalid` with the position of each problem. */
  create(body: RuleBody, actor: Principal): Promise<RuleView> {
    return this.database.transaction(async (transaction) => {
      await this.check(transaction, body);
      const id = newId(this.clock);
      await this.insert(transaction, id, 'draft', body, { seed: null, by: actor.name });
      const rule = await this.lock(transaction, id);
      await this.record(transaction, 'rule.create', undefined, rule, actor);
      return rule;
    });
  }

  /** The next version of the rule; of a live one it decides at once. */
  edit(id: string, body: RuleBody, actor: Principal): Promise<RuleView> {
    return this.database.transaction(async (transaction) => {
      const before = await this.lock(transaction, id);
      if (before.state === 'retired') throw conflict('A retired rule is kept as it was; make a new one.');
      await this.check(transaction, body);
      const version = before.version + 1;
      await this.insertVersion(transaction, id, version, body, actor.name);
      await transaction.query('rule/update_rule', { id, state: before.state, version });
      const after = await this.lock(transaction, id);
      await this.record(transaction, 'rule.edit', before, after, actor);
      return after;
    });
  }

  /** draft → live → retired; from retired there is no way back. */
  change(id: string, to: RuleState, actor: Principal): Promise<RuleView> {
    return this.database.transaction(async (transaction) => {
      const before = await this.lock(transaction, id);
      const state = changeOf(before.state, to);
      if (to === 'live') await this.check(transaction, { ...before, value: before.value ?? undefined });
      await transaction.query('rule/update_rule', { id, state, version: before.version });
      const after = { ...before, state };
      await this.record(transaction, `rule.${to}`, before, after, actor);
      return after;
    });
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
        await this.check(transaction, body);
        added += (await this.insert(transaction, newId(this.clock), 'live', body, { seed, by: 'system' })) ? 1 : 0;
      }
      return added;
    });
  }

  private async check(transaction: Transaction, { label, expression, action, value }: RuleBody): Promise<void> {
    const inputs = await transaction.query<CustomInput>('custom_input/list_custom_inputs');
    const compiled = compileRule({ id: 'new', label, expression, action, value }, celInputs(inputs));
    if (compiled.ok) return;
    const problems = compiled.problems.map(({ pointer, rule, detail, position }) => ({
      pointer,
      rule,
      detail: position === undefined ? detail : `line ${position.line}, column ${position.column}: ${detail}`,
    }));
    throw invalid(`The rule cannot be saved: ${problems[0]?.detail ?? 'it is wrong'}.`, problems);
  }

  private async insert(
    transaction: Transaction,
    id: string,
    state: RuleState,
    body: RuleBody,
    { seed, by }: { readonly seed: string | null; readonly by: string },
  ): Promise<boolean> {
    const created_at = new Date(this.clock.now());
    const inserted = await transaction.maybeOne('rule/insert_rule', { id, state, seed, created_at, created_by: by });
    if (inserted === undefined) return false;
    await this.insertVersion(transaction, id, 1, body, by);
    return true;
  }

  private async insertVersion(
    transaction: Transaction,
    rule_id: string,
    version: number,
    { label, expression, action, value }: RuleBody,
    created_by: string,
  ): Promise<void> {
    await transaction.query('rule/insert_rule_version', {
      rule_id,
      version,
      label,
      expression,
      action,
      value: value === undefined ? null : JSON.stringify(value),
      created_at: new Date(this.clock.now()),
      created_by,
    });
  }

  private async lock(transaction: Transaction, id: string): Promise<RuleView> {
    const rule = await transaction.maybeOne<RuleView>('rule/lock_rule', { id });
    if (rule === undefined) throw notFound('There is no rule of this id.');
    return rule;
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
