import { z } from 'zod';
import type { BanditDefinition, FlagDefinition, SavedGroupDefinition } from '#libs/bucketing';

const forcedFeatures = z.union([z.array(z.tuple([z.string(), z.unknown()])), z.record(z.string(), z.unknown())]);

/** Who is asked about, as the GrowthBook SDKs send it with remote evaluation. Fields that we do not know are ignored. */
export const growthBookSubjectSchema = z
  .looseObject({
    attributes: z.record(z.string(), z.unknown()).default({}),
    forcedVariations: z
      .record(z.string(), z.number())
      .default({})
      .meta({ description: 'place of the variation by key of the experiment' }),
    forcedFeatures: forcedFeatures
      .default([])
      .meta({ description: 'pairs of key and value; unknown keys are ignored' }),
    url: z.string().max(8_000).default('').meta({ description: 'of the page' }),
  })
  .meta({ id: 'GrowthBookSubject' });

export type GrowthBookSubject = z.infer<typeof growthBookSubjectSchema>;

export interface GrowthBookRefusal {
  /** As of the answer itself. */
  readonly status: number;
  readonly error: string;
}

/** Everything that a client needs to evaluate by itself: the rules of all published flags, and the groups that they name. */
export interface GrowthBookPayload {
  readonly status: 200;
  readonly features: Readonly<Record<string, FlagDefinition>>;
  readonly savedGroups: Readonly<Record<string, SavedGroupDefinition>>;
  /** What the variants of bandits weigh in which context, by the name that rules have them under. */
  readonly contextualBandits: Readonly<Record<string, BanditDefinition>>;
  /** When the configuration changed, RFC 3339: another one for each of its versions. */
  readonly dateUpdated: string;
}

/** Each flag reduced to what one subject gets. */
export interface GrowthBookAnswers {
  readonly status: 200;
  readonly features: Readonly<Record<string, ReducedFeature>>;
  /** When the configuration changed, RFC 3339: another one for each of its versions. */
  readonly dateUpdated: string;
}

export interface ReducedFeature {
  readonly defaultValue: unknown;
  /** One, where the subject met an experiment: the value, and the exposures that the SDK reports when it is asked for. */
  readonly rules?: readonly { readonly force: unknown; readonly tracks: readonly ReducedTrack[] }[];
}

/** What the SDK gives to its `trackingCallback`. */
export interface ReducedTrack {
  /** As many variations as there are, without their values. */
  readonly experiment: { readonly key: string; readonly variations: readonly Readonly<Record<string, never>>[] };
  readonly result: {
    /** Of the variation. */
    readonly key: string;
    readonly variationId: number;
    readonly value: unknown;
    readonly inExperiment: true;
    readonly hashUsed: true;
    /** Null where the experiment is another flag's, on which this one depends. */
    readonly featureId: string | null;
    readonly stickyBucketUsed: boolean;
    readonly hashAttribute: string;
    readonly hashValue: unknown;
  };
}

export type GrowthBookPayloadAnswer = GrowthBookPayload | GrowthBookRefusal;
export type GrowthBookEvalAnswer = GrowthBookAnswers | GrowthBookRefusal;
