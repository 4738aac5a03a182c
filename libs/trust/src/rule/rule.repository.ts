import type { CustomInput, RuleBody, RuleState, RuleView } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import { compileRule } from '#libs/scoring';
import { celInputs } from '../configuration/configuration.js';
import { noSuchRule, refusedRule } from './rule-refusal.js';

interface Written {
  readonly id: string;
  readonly body: RuleBody;
  readonly by: string;
  readonly at: Date;
}

/** @param at a pointer to the rule, before those into it @throws VerdictError `invalid` with the position of each problem */
export async function checkRule(
  transaction: Transaction,
  { label, expression, action, value }: RuleBody,
  at = '',
): Promise<void> {
  const inputs = await transaction.query<CustomInput>('custom_input/list_custom_inputs');
  const compiled = compileRule({ id: 'new', label, expression, action, value }, celInputs(inputs));
  if (!compiled.ok) throw refusedRule(compiled.problems, at);
}

/** @returns false where a rule of this seed is there already */
export async function insertRule(
  transaction: Transaction,
  rule: Written & { readonly state: RuleState; readonly seed: string | null },
): Promise<boolean> {
  const { id, state, seed, at, by } = rule;
  const inserted = await transaction.maybeOne('rule/insert_rule', { id, state, seed, created_at: at, created_by: by });
  if (inserted === undefined) return false;
  await insertVersion(transaction, { ...rule, version: 1 });
  return true;
}

export async function insertVersion(
  transaction: Transaction,
  { id, version, body, at, by }: Written & { readonly version: number },
): Promise<void> {
  const { label, expression, action, value } = body;
  await transaction.query('rule/insert_rule_version', {
    rule_id: id,
    version,
    label,
    expression,
    action,
    value: value === undefined ? null : JSON.stringify(value),
    created_at: at,
    created_by: by,
  });
}

/** @throws VerdictError `not_found` */
export async function lockRule(transaction: Transaction, id: string): Promise<RuleView> {
  const rule = await transaction.maybeOne<RuleView>('rule/lock_rule', { id });
  if (rule === undefined) throw noSuchRule();
  return rule;
}
