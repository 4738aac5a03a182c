import { compileCondition } from '../condition/compile-condition.js';
import type { Condition } from '../condition/condition.js';
import { seedHash } from '../hash/hash.js';
import type { HashVersion, SeededHash } from '../hash/hash.js';
import { bucketRanges, equalWeights } from '../hash/ranges.js';
import type { BucketRange } from '../hash/ranges.js';
import { compileUrlTargets } from '../url/url-target.js';
import type { UrlTargets } from '../url/url-target.js';
import type {
  BanditDefinition,
  FilterDefinition,
  PrerequisiteDefinition,
  RangeDefinition,
  TrialDefinition,
  VariationMeta,
} from './definition.js';

/** A variation of an experiment: shared, and frozen. */
export interface Variation {
  readonly index: number;
  readonly key: string;
  readonly name: string | undefined;
  readonly value: unknown;
  readonly passthrough: boolean;
}

export interface Filter {
  readonly attribute: string;
  /** Null: a version that nobody knows, which keeps everybody out. */
  readonly hash: SeededHash | null;
  readonly ranges: readonly BucketRange[];
}

/** A layer of old, by version 1: a part of the experiment's own units, whichever id they are known by. */
export interface Namespace {
  readonly hash: SeededHash;
  readonly ranges: readonly BucketRange[];
}

export interface Prerequisite {
  readonly flag: string;
  readonly condition: Condition;
  readonly gate: boolean;
}

/** What a context of a bandit adds to what is reported. */
export interface Leaf {
  readonly leafId: number;
  readonly variationWeights: readonly number[];
  readonly banditVersion?: number;
}

/** How the units are divided: one way, or one for each context of a bandit. */
export interface Arm {
  readonly ranges: readonly BucketRange[];
  readonly weights: readonly number[] | undefined;
  readonly leaf: Leaf | undefined;
}

/** An experiment with everything computed that is the same for all units. */
export interface CompiledTrial {
  readonly definition: TrialDefinition;
  readonly key: string;
  readonly variations: readonly Variation[];
  /** Keys that sticky buckets know; only variations with a key of their own. */
  readonly byKey: ReadonlyMap<string, number>;
  readonly hash: SeededHash | null;
  readonly hashAttribute: string;
  readonly fallbackAttribute: string | undefined;
  readonly sticky: boolean;
  readonly bucketVersion: number;
  readonly minBucketVersion: number;
  readonly condition: Condition | undefined;
  readonly prerequisites: readonly Prerequisite[];
  readonly filters: readonly Filter[];
  /** Where there are filters it does not count. */
  readonly namespace: Namespace | undefined;
  readonly urlTargets: UrlTargets | undefined;
  readonly force: number | undefined;
  readonly arm: Arm;
  /** Contexts in their order; the first whose condition is met has its arm. */
  readonly contexts: readonly { readonly condition: Condition; readonly arm: Arm }[];
}

/** Prepares an experiment. Never throws: what is wrong with it keeps units out, as with the clients. */
export function compileTrial(definition: TrialDefinition, bandit?: BanditDefinition): CompiledTrial {
  const { key, variations, meta, hashVersion, seed, condition, urlPatterns, parentConditions, force } = definition;
  const made = variations.map((value, index) => variationOf(value, index, meta?.[index]));
  const contexts = (bandit?.contexts ?? []).map(({ leafId, condition: when, weights }) => ({
    condition: compileCondition(when),
    arm: armOf(definition, weights, leafOf(leafId, weights, bandit)),
  }));
  return Object.freeze({
    definition,
    key,
    variations: made,
    byKey: new Map(
      made
        .flatMap(({ key: name, index }) => (meta?.[index]?.key === name ? [[name, index] as const] : []))
        .toReversed(),
    ),
    hash: hashOf(seed || key, hashVersion || 1),
    hashAttribute: definition.hashAttribute || 'id',
    fallbackAttribute: definition.fallbackAttribute || undefined,
    sticky: definition.disableStickyBucketing !== true,
    bucketVersion: definition.bucketVersion ?? 0,
    minBucketVersion: definition.minBucketVersion ?? 0,
    condition: condition === undefined ? undefined : compileCondition(condition),
    prerequisites: compilePrerequisites(parentConditions),
    filters: compileFilters(definition.filters),
    namespace: definition.filters === undefined ? namespaceOf(definition.namespace) : undefined,
    urlTargets: urlPatterns === undefined ? undefined : compileUrlTargets(urlPatterns),
    force,
    arm: armOf(definition, definition.weights, bandit === undefined ? undefined : fallbackLeaf(definition, bandit)),
    contexts,
  });
}

function variationOf(value: unknown, index: number, meta: VariationMeta | undefined): Variation {
  const key = meta?.key === undefined || meta.key === '' ? String(index) : meta.key;
  return Object.freeze({ index, key, name: meta?.name, value, passthrough: meta?.passthrough === true });
}

function armOf(definition: TrialDefinition, weights: readonly number[] | undefined, leaf: Leaf | undefined): Arm {
  const { variations, ranges, coverage = 1 } = definition;
  return Object.freeze({
    ranges:
      ranges?.map(rangeOf) ?? bucketRanges(variations.length, coverage, weights ?? equalWeights(variations.length)),
    weights,
    leaf,
  });
}

const leafOf = (leafId: number, variationWeights: readonly number[], bandit: BanditDefinition | undefined): Leaf =>
  Object.freeze({
    leafId,
    variationWeights,
    ...(bandit?.banditVersion === undefined ? {} : { banditVersion: bandit.banditVersion }),
  });

/** Where no context is met: −1, with the weights of the experiment itself. */
const fallbackLeaf = ({ weights, variations }: TrialDefinition, bandit: BanditDefinition): Leaf =>
  leafOf(-1, weights ?? equalWeights(variations.length), bandit);

export const namespaceOf = (namespace: TrialDefinition['namespace']): Namespace | undefined =>
  namespace === undefined
    ? undefined
    : { hash: seedHash(`__${namespace[0]}`, 1), ranges: [rangeOf([namespace[1], namespace[2]])] };

export const compileFilters = (filters: readonly FilterDefinition[] = []): Filter[] =>
  filters.map(({ seed, ranges, attribute = 'id', hashVersion = 2 }) => ({
    attribute,
    hash: hashOf(seed, hashVersion),
    ranges: ranges.map(rangeOf),
  }));

export const compilePrerequisites = (prerequisites: readonly PrerequisiteDefinition[] = []): Prerequisite[] =>
  prerequisites.map(({ id, condition, gate }) => ({
    flag: id,
    condition: compileCondition(condition ?? {}),
    gate: gate === true,
  }));

export const rangeOf = ([lower, upper]: RangeDefinition): BucketRange => ({ lower, upper });

/** Null for a version that nobody knows. */
export const hashOf = (seed: string, version: number): SeededHash | null =>
  isHashVersion(version) ? seedHash(seed, version) : null;

const isHashVersion = (version: number): version is HashVersion => version === 1 || version === 2;
