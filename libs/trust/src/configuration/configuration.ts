import type { DispositionAction, PolicyView, RuleAction } from '#libs/contracts';
import { moneyIn } from '../money/money-text.js';
import { RateTable, type RateRow } from '../money/rate-table.js';
import {
  compileRuleset,
  emptyRuleset,
  type CustomInput,
  type FeatureDistributions,
  priorScorecard,
  type Model,
  type Money,
  type Policy,
  type Ruleset,
} from '#libs/scoring';
import { shortHash } from '../hash.js';
import { ListIndex, type ListRow } from '../list/list-index.js';
import { machineModel } from '../model/machine-model.js';
import type { CarriedModel, CarriedModels } from '../model/model.repository.js';
import { SnoozeIndex, type SnoozeRow } from './snooze-index.js';

export interface RunningRule {
  readonly id: string;
  readonly version: number;
  /** Absent from what an earlier release kept: live. */
  readonly state?: 'live' | 'shadow';
  readonly label: string;
  readonly expression: string;
  readonly action: RuleAction;
  readonly value: number | string | null;
}

/** Everything that decides an answer besides the pledge, as it is stored; what a snapshot holds. */
export interface ConfigurationRows {
  readonly version: number;
  readonly policy: PolicyView;
  readonly rules: readonly RunningRule[];
  /** Only in what is kept for a start without the database; null where they are too many. */
  readonly lists?: readonly ListRow[] | null;
  /** Absent from what an earlier release kept. */
  readonly snoozes?: readonly SnoozeRow[];
  readonly customInputs: readonly { readonly name: string; readonly type: 'number' | 'string' | 'boolean' }[];
  readonly rates: readonly RateRow[];
  /** Null before the first; absent from what an earlier release kept. */
  readonly distributions?: DistributionsRow | null;
  /** Absent from what an earlier release kept: the prior. */
  readonly models?: CarriedModels;
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
  /** Rules that are watched and have no effect. */
  readonly shadow: Ruleset;
  readonly rules: ReadonlyMap<string, RunningRule>;
  /** Changes exactly when the rules in force or in shadow do. */
  readonly rulesetHash: string;
  /** Rules in force or in shadow that do not compile any more (a feature was retired): they are left out, and named. */
  readonly broken: readonly string[];
  readonly lists: ListIndex;
  readonly snoozes: SnoozeIndex;
  readonly customInputs: ReadonlyMap<string, 'number' | 'string' | 'boolean'>;
  readonly rates: RateTable;
  /** What percentiles are read from; undefined before the first. */
  readonly distributions: DistributionsRow | undefined;
  /** What scores by; without a trained one the documented prior. */
  readonly champion: Model;
  /** Asked beside the champion, without any effect. */
  readonly challenger: Model | undefined;
  /** Writes an amount of the company's currency. */
  readonly money: Money;
}

const celTypes = { number: 'double', string: 'string', boolean: 'bool' } as const;

export const celInputs = (inputs: ConfigurationRows['customInputs']): CustomInput[] =>
  inputs.map(({ name, type }) => ({ name, type: celTypes[type] }));

/** @param lists those of the process, which follow their changes by themselves; unless given, those that were kept */
export function compileConfiguration(
  rows: ConfigurationRows,
  baseCurrency: string,
  lists = new ListIndex(rows.lists ?? [], rows.lists !== null),
): Configuration {
  const inputs = celInputs(rows.customInputs);
  const compiles = (rule: RunningRule): boolean => compileRuleset(0, [sourceOf(rule)], inputs).ok;
  const broken = rows.rules.filter((rule) => !compiles(rule));
  const sound = rows.rules.filter((rule) => !broken.includes(rule));
  const compiledOf = (state: 'live' | 'shadow'): Ruleset => {
    const sources = sound.filter((rule) => (rule.state ?? 'live') === state).map(sourceOf);
    const compiled = compileRuleset(rows.version, sources, inputs);
    return compiled.ok ? compiled.ruleset : emptyRuleset;
  };
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
    ruleset: compiledOf('live'),
    shadow: compiledOf('shadow'),
    rules: new Map(sound.map((rule) => [rule.id, rule])),
    rulesetHash: shortHash(membersOf(sound)),
    broken: broken.map(({ id }) => id),
    lists,
    snoozes: new SnoozeIndex(rows.snoozes ?? []),
    customInputs: new Map(rows.customInputs.map(({ name, type }) => [name, type])),
    rates: new RateTable(baseCurrency, rows.rates),
    distributions: rows.distributions ?? undefined,
    champion: modelOf(rows.models?.champion) ?? priorScorecard,
    challenger: modelOf(rows.models?.challenger),
    money: moneyIn(baseCurrency),
  };
}

const modelOf = (model: CarriedModel | null | undefined): Model | undefined =>
  model === null || model === undefined ? undefined : machineModel(model);

/** Which rules a ruleset is, in their order: what its hash is of. A rule in force has no third part. */
export const membersOf = (rules: Iterable<RunningRule>): [id: string, version: number, state?: 'shadow'][] =>
  [...rules].map(({ id, version, state }) => (state === 'shadow' ? [id, version, state] : [id, version]));

export const sourceOf = ({ id, label, expression, action, value }: RunningRule) => ({
  id,
  label,
  expression,
  action,
  value: value ?? undefined,
});
