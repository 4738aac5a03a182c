import type { ConditionDefinition, SavedGroupDefinition } from '../condition/condition.js';
import type { UrlTargetDefinition } from '../url/url-target.js';

/*
 * Flags as the GrowthBook clients write them (SDK specification 0.8.0): the one form in which flags are compiled,
 * sent to clients that evaluate by themselves, and received from those who ask what a payload of theirs would give.
 * Fields that nobody knows are ignored.
 */

/** Lower bound included, upper excluded. */
export type RangeDefinition = readonly [lower: number, upper: number];

/** Keeps whoever is outside of all ranges out; how layers and holdouts are made. */
export interface FilterDefinition {
  readonly seed: string;
  readonly ranges: readonly RangeDefinition[];
  /** `id` unless said. */
  readonly attribute?: string;
  /** 2 unless said. */
  readonly hashVersion?: number;
}

/** Another flag, whose value must meet a condition on `value`. */
export interface PrerequisiteDefinition {
  readonly id: string;
  readonly condition?: ConditionDefinition;
  /** Not met: the whole flag gives null, where otherwise only the rule is passed over. */
  readonly gate?: boolean;
}

export interface VariationMeta {
  /** What stands for the variation in results and sticky buckets; its place unless said. */
  readonly key?: string;
  readonly name?: string;
  /** Those who get it go on to the next rule; how a holdout lets the others through. */
  readonly passthrough?: boolean;
}

/** What rules of both kinds and experiments that stand alone have in common. */
interface Targeted {
  readonly condition?: ConditionDefinition;
  readonly parentConditions?: readonly PrerequisiteDefinition[];
  readonly filters?: readonly FilterDefinition[];
  readonly coverage?: number;
  readonly seed?: string;
  /** 1 unless said. */
  readonly hashVersion?: number;
  /** `id` unless said. */
  readonly hashAttribute?: string;
  /** Taken where the first one is missing, if buckets are sticky. */
  readonly fallbackAttribute?: string;
  readonly disableStickyBucketing?: boolean;
}

interface Divided extends Targeted {
  readonly weights?: readonly number[];
  readonly ranges?: readonly RangeDefinition[];
  readonly meta?: readonly VariationMeta[];
  readonly namespace?: readonly [key: string, lower: number, upper: number];
  readonly name?: string;
  readonly phase?: string;
  readonly bucketVersion?: number;
  /** Whoever has a bucket of an earlier version is out of the experiment. */
  readonly minBucketVersion?: number;
}

/** `force`: a value for all or a share of those who are meant; `variations`: an experiment; neither: only its gates. */
export interface FlagRuleDefinition extends Divided {
  readonly id?: string;
  readonly force?: unknown;
  readonly range?: RangeDefinition;
  /** Of the experiment; the flag's unless said. */
  readonly key?: string;
  readonly variations?: readonly unknown[];
  /** In place of `variations`, where a bandit weighs them. */
  readonly contextualVariations?: readonly unknown[];
  readonly contextualBanditRef?: string;
}

export interface FlagDefinition {
  readonly defaultValue?: unknown;
  readonly rules?: readonly FlagRuleDefinition[];
}

/** An experiment that stands alone: in a page, or behind a redirect. */
export interface TrialDefinition extends Divided {
  readonly key: string;
  readonly variations: readonly unknown[];
  readonly urlPatterns?: readonly UrlTargetDefinition[];
  readonly force?: number;
  readonly active?: boolean;
  readonly status?: string;
  readonly persistQueryString?: boolean;
}

/** Weights by what is known of the subject: the first context whose condition is met has them. */
export interface BanditDefinition {
  readonly banditVersion?: number;
  readonly contexts?: readonly BanditContext[];
}

export interface BanditContext {
  readonly leafId: number;
  readonly condition: ConditionDefinition;
  readonly weights: readonly number[];
}

export interface PayloadDefinition {
  readonly features?: Readonly<Record<string, FlagDefinition>>;
  readonly experiments?: readonly TrialDefinition[];
  readonly savedGroups?: Readonly<Record<string, SavedGroupDefinition>>;
  readonly contextualBandits?: Readonly<Record<string, BanditDefinition>>;
}
