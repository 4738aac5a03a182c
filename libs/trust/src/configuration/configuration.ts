import type { DispositionAction, PolicyView, RuleAction } from '#libs/contracts';
import { moneyIn } from '../money/money-text.js';
import { RateTable, type RateRow } from '../money/rate-table.js';
import {
  compileRuleset,
  emptyRuleset,
  type CustomInput,
  type FeatureDistributions,
  type Money,
  type Policy,
  type Ruleset,
} from '#libs/scoring';
import { shortHash } from '../hash.js';
import { ListIndex, type ListRow } from './list-index.js';

export interface LiveRule {
  readonly id: string;
  readonly version: number;
  readonly label: string;
  readonly expression: string;
  readonly action: RuleAction;
  readonly value: number | string | null;
}

/** Everything that decides an answer besides the pledge, as it is stored; what a snapshot holds. */
export interface ConfigurationRows {
  readonly version: number;
  readonly policy: PolicyView;
  readonly rules: readonly LiveRule[];
  readonly lists: readonly ListRow[];
  readonly customInputs: readonly { readonly name: string; readonly type: 'number' | 'string' | 'boolean' }[];
  readonly rates: readonly RateRow[];
  /** Null before the first; absent from what an earlier release kept. */
  readonly distributions?: DistributionsRow | null;
}

/** How values lie among recent pledges, of one version. */
export interface DistributionsRow {
  readonly version: number;
  readonly features: FeatureDistributions;
}

/** The same, ready to run and never changed: a process swaps one for the next. */
export interface Configuration {
  readonly version: number;
  readonly policy: Policy;
  readonly override: { readonly action: Exclude<DispositionAction, 'reject'>; readonly untilMs: number } | undefined;
  readonly ruleset: Ruleset;
  readonly rules: ReadonlyMap<string, LiveRule>;
  /** Changes exactly when the live rules do. */
  readonly rulesetHash: string;
  /** Live rules that do not compile any more (a feature was retired): they are left out, and named. */
  readonly broken: readonly string[];
  readonly lists: ListIndex;
  readonly listsHash: string;
  readonly customInputs: ReadonlyMap<string, 'number' | 'string' | 'boolean'>;
  readonly rates: RateTable;
  /** What percentiles are read from; undefined before the first. */
  readonly distributions: DistributionsRow | undefined;
  /** Writes an amount of the company's currency. */
  readonly money: Money;
}

const celTypes = { number: 'double', string: 'string', boolean: 'bool' } as const;

export const celInputs = (inputs: ConfigurationRows['customInputs']): CustomInput[] =>
  inputs.map(({ name, type }) => ({ name, type: celTypes[type] }));

export function compileConfiguration(rows: ConfigurationRows, baseCurrency: string): Configuration {
  const inputs = celInputs(rows.customInputs);
  const compiles = (rule: LiveRule): boolean => compileRuleset(0, [sourceOf(rule)], inputs).ok;
  const broken = rows.rules.filter((rule) => !compiles(rule));
  const sound = rows.rules.filter((rule) => !broken.includes(rule));
  const compiled = compileRuleset(rows.version, sound.map(sourceOf), inputs);
  const { policy } = rows;
  return {
    version: rows.version,
    policy: {
      version: policy.version,
      thresholds: {
        elevated: policy.elevated_at,
        highest: policy.highest_at,
        review: policy.review_at,
        reject: policy.reject_at,
      },
    },
    override:
      policy.override === null
        ? undefined
        : { action: policy.override.action, untilMs: Date.parse(policy.override.until) },
    ruleset: compiled.ok ? compiled.ruleset : emptyRuleset,
    rules: new Map(sound.map((rule) => [rule.id, rule])),
    rulesetHash: shortHash(membersOf(sound)),
    broken: broken.map(({ id }) => id),
    lists: new ListIndex(rows.lists),
    listsHash: shortHash(rows.lists.map(({ id }) => id)),
    customInputs: new Map(rows.customInputs.map(({ name, type }) => [name, type])),
    rates: new RateTable(baseCurrency, rows.rates),
    distributions: rows.distributions ?? undefined,
    money: moneyIn(baseCurrency),
  };
}

/** Which rules a ruleset is, in their order: what its hash is of. */
export const membersOf = (rules: Iterable<LiveRule>): [id: string, version: number][] =>
  [...rules].map(({ id, version }) => [id, version]);

export const sourceOf = ({ id, label, expression, action, value }: LiveRule) => ({
  id,
  label,
  expression,
  action,
  value: value ?? undefined,
});
