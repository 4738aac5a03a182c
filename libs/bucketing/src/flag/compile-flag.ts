import { compileCondition } from '../condition/compile-condition.js';
import type { Condition } from '../condition/condition.js';
import type { SeededHash } from '../hash/hash.js';
import type { BucketRange } from '../hash/ranges.js';
import { compileFilters, compilePrerequisites, compileTrial, hashOf, rangeOf } from './compile-trial.js';
import type { CompiledTrial, Filter, Prerequisite } from './compile-trial.js';
import type { BanditDefinition, FlagDefinition, FlagRuleDefinition, TrialDefinition } from './definition.js';
import { plainResult } from './result.js';
import type { FlagAnswer, FlagResult } from './result.js';

interface Gates {
  readonly prerequisites: readonly Prerequisite[];
  readonly filters: readonly Filter[];
}

/** Those who are meant get one value. */
export interface ForceRule extends Gates {
  readonly kind: 'force';
  readonly condition: Condition | undefined;
  /** Absent: all of them. */
  readonly rollout: Rollout | undefined;
  readonly result: FlagResult;
}

/** A share of the units, by their hash. */
export interface Rollout {
  readonly hash: SeededHash | null;
  readonly attribute: string;
  readonly fallback: string | undefined;
  /** A share of 0.5 includes position 0.5, which a range up to 0.5 does not: the clients have it so. */
  readonly holds: (position: number) => boolean;
  /** Without asking who it is. */
  readonly nobody: boolean;
}

export interface ExperimentRule extends Gates {
  readonly kind: 'experiment';
  readonly trial: CompiledTrial;
  /** By variation. */
  readonly answers: readonly FlagAnswer[];
}

/** A rule of which only the gates matter. */
interface GateRule extends Gates {
  readonly kind: 'gate';
}

/** A flag with everything computed that is the same for all. */
export interface CompiledFlag {
  readonly key: string;
  readonly rules: readonly (ForceRule | ExperimentRule | GateRule)[];
  readonly byDefault: FlagResult;
  readonly blocked: FlagResult;
  readonly cyclic: FlagResult;
}

type Bandits = Readonly<Record<string, BanditDefinition>>;

/** Prepares a flag, and every answer that it can give. Never throws. */
export function compileFlag(key: string, definition: FlagDefinition, bandits: Bandits = {}): CompiledFlag {
  const { defaultValue = null, rules = [] } = definition;
  return Object.freeze({
    key,
    rules: rules.map((rule) => compileRule(key, rule, bandits)),
    byDefault: plainResult(key, defaultValue, 'defaultValue'),
    blocked: plainResult(key, null, 'prerequisite'),
    cyclic: plainResult(key, null, 'cyclicPrerequisite'),
  });
}

function compileRule(flag: string, rule: FlagRuleDefinition, bandits: Bandits): CompiledFlag['rules'][number] {
  const prerequisites = compilePrerequisites(rule.parentConditions);
  const filters = compileFilters(rule.filters);
  if ('force' in rule) return { kind: 'force', prerequisites, filters, ...compileForce(flag, rule) };
  const variations = rule.contextualVariations ?? rule.variations;
  if (variations === undefined) return { kind: 'gate', prerequisites, filters };
  const trial = compileTrial(trialOf(flag, rule, variations), banditOf(rule, bandits));
  const answers = trial.variations.map((variation) =>
    Object.freeze({ flag, value: variation.value, source: 'experiment' as const, ruleId: rule.id ?? '', variation }),
  );
  return { kind: 'experiment', prerequisites, filters, trial, answers };
}

const banditOf = ({ contextualBanditRef: name }: FlagRuleDefinition, bandits: Bandits): BanditDefinition | undefined =>
  name !== undefined && Object.hasOwn(bandits, name) ? bandits[name] : undefined;

function compileForce(flag: string, rule: FlagRuleDefinition): Pick<ForceRule, 'condition' | 'rollout' | 'result'> {
  const { condition, force, id } = rule;
  return {
    condition: condition === undefined ? undefined : compileCondition(condition),
    rollout: compileRollout(flag, rule),
    result: plainResult(flag, force, 'force', id),
  };
}

function compileRollout(flag: string, rule: FlagRuleDefinition): Rollout | undefined {
  const { range, coverage, seed, hashVersion, hashAttribute, fallbackAttribute } = rule;
  if (range === undefined && coverage === undefined) return undefined;
  const share = coverage ?? 0;
  const bounds: BucketRange | undefined = range === undefined ? undefined : rangeOf(range);
  return {
    hash: hashOf(seed || flag, hashVersion || 1),
    attribute: hashAttribute || 'id',
    fallback: rule.disableStickyBucketing === true ? undefined : fallbackAttribute,
    holds: bounds === undefined ? (at) => at <= share : (at) => at >= bounds.lower && at < bounds.upper,
    nobody: bounds === undefined && share === 0,
  };
}

/** Fields that make a rule an experiment, in the form in which experiments are reported. */
const carried = [
  'coverage',
  'weights',
  'hashAttribute',
  'fallbackAttribute',
  'disableStickyBucketing',
  'bucketVersion',
  'minBucketVersion',
  'namespace',
  'meta',
  'ranges',
  'name',
  'phase',
  'seed',
  'hashVersion',
  'filters',
  'condition',
] as const satisfies readonly (keyof FlagRuleDefinition & keyof TrialDefinition)[];

function trialOf(flag: string, rule: FlagRuleDefinition, variations: readonly unknown[]): TrialDefinition {
  const fields = carried.flatMap((name) => (rule[name] === undefined ? [] : [[name, rule[name]] as const]));
  return Object.freeze({ variations, key: rule.key ?? flag, ...Object.fromEntries(fields) });
}
