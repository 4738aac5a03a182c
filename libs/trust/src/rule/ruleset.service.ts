import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  type Clock,
  type CustomInput,
  type Principal,
  type RuleBody,
  type RulesetDocument,
  type RulesetImport,
  type RulesetImportAnswer,
  type RuleView,
} from '#libs/contracts';
import { conflict, invalid } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { customInputProblem } from '#libs/scoring';
import { ReviewGate } from '../brake/review-gate.js';
import { policyView, type PolicyRow } from '../configuration/configuration.repository.js';
import { insertPolicy } from '../policy/policy.repository.js';
import { checkRule, insertRule, insertVersion } from './rule.repository.js';
import { changeOf } from './rule-state.js';
import { parseRuleset, rulesetText } from './ruleset-text.js';

type Change = RulesetImportAnswer['changes'][number];
type DocumentRule = RulesetDocument['rules'][number];

/** A change that was only asked about is undone. */
class OnlyAsked extends Error {
  constructor(readonly answer: RulesetImportAnswer) {
    super('Nothing was to be changed.');
  }
}

/** All rules with their inputs and thresholds as one text, for review where code is reviewed. */
@Injectable()
export class RulesetService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ReviewGate) private readonly gate: ReviewGate,
  ) {}

  async text(): Promise<string> {
    return rulesetText(await documentOf(this.database));
  }

  /**
   * Makes the rules what the text says, by their ids, all or nothing. @throws VerdictError `invalid` with a pointer;
   * `conflict` for a state that a rule cannot come to.
   */
  async replace({ yaml, retire_absent, dry_run }: RulesetImport, actor: Principal): Promise<RulesetImportAnswer> {
    const document = parseRuleset(yaml);
    const work = this.database.transaction(async (transaction) => {
      await transaction.query('risk_configuration/lock_risk_configuration');
      const answer = await this.apply(transaction, document, retire_absent, actor);
      if (!dry_run) this.refuseReviewed(answer, document);
      if (dry_run) throw new OnlyAsked(answer);
      await this.audit.record(transaction, {
        actor,
        action: 'ruleset.import',
        subjectKind: 'ruleset',
        subjectId: 'all',
        after: answer,
      });
      return answer;
    });
    return work.catch((error: unknown) => {
      if (error instanceof OnlyAsked) return error.answer;
      throw error;
    });
  }

  /** What needs a second person is proposed by itself. */
  private refuseReviewed({ changes }: RulesetImportAnswer, { rules }: RulesetDocument): void {
    const touched = new Set(changes.flatMap(({ what, id }) => (what === 'rule' ? [id] : [])));
    if (changes.some(({ what }) => what === 'policy')) this.gate.thresholds();
    for (const { id, state, action } of rules) if (state === 'live' && touched.has(id)) this.gate.liveRule(action);
  }

  private async apply(
    transaction: Transaction,
    document: RulesetDocument,
    retireAbsent: boolean,
    actor: Principal,
  ): Promise<RulesetImportAnswer> {
    const changes: Change[] = [];
    await this.applyInputs(transaction, document, actor, changes);
    await this.applyPolicy(transaction, document, actor, changes);
    const before = new Map((await listRules(transaction)).map((rule) => [rule.id, rule]));
    for (const [index, rule] of document.rules.entries()) {
      const at = new Date(this.clock.now() - document.rules.length + index);
      await applyRule(transaction, { rule, index, before: before.get(rule.id), by: actor.name, at }, changes);
      before.delete(rule.id);
    }
    const absent = [...before.values()].filter(({ state }) => state !== 'retired');
    if (!retireAbsent) return { changes, absent: absent.map(({ id }) => id) };
    for (const { id, version } of absent) {
      await transaction.query('rule/update_rule', { id, state: 'retired', version });
      changes.push({ what: 'rule', id, change: 'retired' });
    }
    return { changes, absent: [] };
  }

  /** An input is declared for ever, and of one type. */
  private async applyInputs(
    transaction: Transaction,
    { custom_inputs }: RulesetDocument,
    actor: Principal,
    changes: Change[],
  ): Promise<void> {
    const declared = await transaction.query<CustomInput>('custom_input/list_custom_inputs');
    const known = new Map(declared.map(({ name, type }) => [name, type]));
    for (const [index, input] of custom_inputs.entries()) {
      const problem =
        customInputProblem(input.name) ??
        (known.has(input.name) && known.get(input.name) !== input.type
          ? 'it is declared with another type'
          : undefined);
      if (problem !== undefined)
        throw invalid(`The input ${input.name} cannot be declared: ${problem}.`, [
          { pointer: `/yaml/custom_inputs/${index}`, rule: 'name', detail: problem },
        ]);
      if (known.has(input.name)) continue;
      const created_at = new Date(this.clock.now());
      await transaction.query('custom_input/insert_custom_input', { ...input, created_at, created_by: actor.name });
      changes.push({ what: 'custom_input', id: input.name, change: 'added' });
    }
  }

  private async applyPolicy(
    transaction: Transaction,
    { policy }: RulesetDocument,
    actor: Principal,
    changes: Change[],
  ): Promise<void> {
    const before = policyView(await transaction.one<PolicyRow>('policy/find_policy'));
    if (Object.entries(policy).every(([name, value]) => before[name as keyof typeof policy] === value)) return;
    const version = before.version + 1;
    await insertPolicy(transaction, { ...before, ...policy, version }, actor.name, new Date(this.clock.now()));
    changes.push({ what: 'policy', id: String(version), change: 'edited' });
  }
}

interface Applied {
  readonly rule: DocumentRule;
  readonly index: number;
  readonly before: RuleView | undefined;
  readonly by: string;
  readonly at: Date;
}

async function applyRule(
  transaction: Transaction,
  { rule, index, before, by, at }: Applied,
  changes: Change[],
): Promise<void> {
  const { id, state, ...body } = rule;
  if (state !== 'retired') await checkRule(transaction, body, `/yaml/rules/${index}`);
  const from = before?.state ?? 'draft';
  if (from !== state) allowed(index, () => changeOf(from, state));
  let version = before?.version ?? 1;
  if (before === undefined) {
    await insertRule(transaction, { id, state, seed: null, body, by, at });
    changes.push({ what: 'rule', id, change: 'added' });
  } else if (!sameRule(before, body)) {
    if (from === 'retired') throw conflict(`The rule ${id} is retired, and kept as it was.`);
    version += 1;
    await insertVersion(transaction, { id, version, body, by, at });
    changes.push({ what: 'rule', id, change: 'edited' });
  }
  if (before === undefined || (from === state && version === before.version)) return;
  await transaction.query('rule/update_rule', { id, state, version });
  if (from !== state) changes.push({ what: 'rule', id, change: state });
}

/** Says which rule of the text it was. */
function allowed(index: number, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw conflict(`/rules/${index}: ${detail}`, [{ pointer: `/yaml/rules/${index}/state`, rule: 'state', detail }]);
  }
}

const sameRule = (before: RuleView, { label, expression, action, value }: RuleBody): boolean =>
  before.label === label &&
  before.expression === expression &&
  before.action === action &&
  (before.value ?? undefined) === value;

/** In the order in which they are tried. */
const listRules = async (database: Transaction): Promise<RuleView[]> =>
  (await database.query<RuleView>('rule/list_rules', { state: null })).toReversed();

async function documentOf(database: Database): Promise<RulesetDocument> {
  const [rules, policy, inputs] = await Promise.all([
    listRules(database),
    database.one<PolicyRow>('policy/find_policy'),
    database.query<CustomInput>('custom_input/list_custom_inputs'),
  ]);
  const { review_at, reject_at, elevated_at, highest_at } = policy;
  return {
    custom_inputs: inputs.map(({ name, type }) => ({ name, type })),
    policy: { review_at, reject_at, elevated_at, highest_at },
    rules: rules.map(({ id, state, label, expression, action, value }) => ({
      id,
      state,
      label,
      expression,
      action,
      ...(value === null ? {} : { value }),
    })),
  };
}
