import {
  compileFlag,
  compileSavedGroups,
  type BanditDefinition,
  type CompiledFlag,
  type CompiledPayload,
  type ExperimentDefinition,
  type FlagDefinition,
  type SavedGroupDefinition,
} from '#libs/bucketing';
import type { PublishedFlag } from '../flag/flag.js';
import { banditsOf } from '../flag/bandit-rule.js';
import { featureOf } from '../flag/feature-of.js';

/** A saved group as it is stored: values of an attribute, or a condition. */
export interface StoredGroup {
  readonly key: string;
  readonly attribute: string | null;
  readonly values: readonly (string | number)[] | null;
  readonly condition: Readonly<Record<string, unknown>> | null;
}

/** All flags that are answered by, compiled, and in the form in which clients evaluate them by themselves. */
export interface FlagSnapshot {
  readonly payload: CompiledPayload;
  readonly features: Readonly<Record<string, FlagDefinition>>;
  readonly savedGroups: Readonly<Record<string, SavedGroupDefinition>>;
  readonly contextualBandits: Readonly<Record<string, BanditDefinition>>;
  /** What sticky experiments in flags know units by: whose buckets an evaluation asks for. Mostly none. */
  readonly stickyAttributes: readonly string[];
  /** As people wrote them, and who is held out. */
  readonly published: ReadonlyMap<string, PublishedFlag>;
}

/** Flags compiled at a stretch: about a millisecond's work, between two answers. */
const SLICE = 50;

/** Compiles the flags in slices, so that a process with thousands of them goes on answering meanwhile. */
export async function flagSnapshotOf(
  flags: readonly PublishedFlag[],
  groups: readonly StoredGroup[],
  definitions: readonly ExperimentDefinition[],
): Promise<FlagSnapshot> {
  const experiments = new Map(definitions.map((definition) => [definition.key, definition]));
  const features: Record<string, FlagDefinition> = {};
  const contextualBandits: Record<string, BanditDefinition> = {};
  const compiled = new Map<string, CompiledFlag>();
  for (let start = 0; start < flags.length; start += SLICE) {
    if (start > 0) await new Promise((resolve) => setImmediate(resolve));
    for (const flag of flags.slice(start, start + SLICE)) {
      const { feature, bandits, compiled: one } = compiledFlag(flag, experiments);
      features[flag.key] = feature;
      Object.assign(contextualBandits, bandits);
      compiled.set(flag.key, one);
    }
  }
  const savedGroups = Object.fromEntries(groups.map((group) => [group.key, groupOf(group)]));
  const payload = { flags: compiled, groups: compileSavedGroups(savedGroups) };
  const published = new Map(flags.map((flag) => [flag.key, flag]));
  const stickyAttributes = [...new Set([...compiled.values()].flatMap(stickyAttributesOf))];
  return Object.freeze({
    payload: Object.freeze(payload),
    features,
    savedGroups,
    published,
    contextualBandits,
    stickyAttributes,
  });
}

/** A flag as clients get it, and as it is evaluated here. */
export function compiledFlag(
  { key, content, holdouts }: PublishedFlag,
  experiments: ReadonlyMap<string, ExperimentDefinition>,
): { feature: FlagDefinition; bandits: Record<string, BanditDefinition>; compiled: CompiledFlag } {
  const feature = featureOf(key, content, experiments, holdouts);
  const bandits = banditsOf(key, content);
  return { feature, bandits, compiled: compileFlag(key, feature, bandits) };
}

/** What somebody is known by to the sticky experiments of a flag. */
export const stickyAttributesOf = ({ rules }: CompiledFlag): string[] =>
  rules.flatMap((rule) => {
    if (rule.kind !== 'experiment' || !rule.trial.sticky) return [];
    const { hashAttribute, fallbackAttribute } = rule.trial;
    return fallbackAttribute === undefined ? [hashAttribute] : [hashAttribute, fallbackAttribute];
  });

const groupOf = ({ attribute, values, condition }: StoredGroup): SavedGroupDefinition =>
  condition === null
    ? { type: 'list', attributeKey: attribute ?? '', values: values ?? [] }
    : { type: 'condition', condition };
