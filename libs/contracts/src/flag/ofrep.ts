import { z } from 'zod';
import { eventLimits } from '../data/event.js';

/*
 * The OpenFeature Remote Evaluation Protocol 0.3.0, as its OpenAPI file has it. Names are the protocol's.
 */

/** How large a context may be: all of it is walked through, and ids are hashed, once for each flag. */
export const contextLimits = {
  /** Values of attributes, those within lists and objects included. */
  values: 1_000,
  /** Characters of one text. */
  text: 8_000,
  /** Characters of a name that a refusal repeats. */
  name: 100,
  /** Characters of all texts and names together. */
  characters: 65_536,
  /** Lists and objects within one another. */
  depth: 8,
  /** Of the body that brings it: all of these characters in three bytes each, and what is between them. */
  bodyBytes: 262_144,
} as const;

export const targetingKeySchema = z.string().min(1).max(eventLimits.identifier);

/** What is sent along and is not known is left alone. */
export const ofrepRequestSchema = z
  .looseObject({
    context: z
      .looseObject({
        targetingKey: targetingKeySchema.meta({
          description: 'who is asked about: the attribute `id`, and `visitor` where the context has none of that name',
        }),
      })
      .meta({ description: 'attributes for targeting; the ids of other units are `backer` and `project`' }),
  })
  .meta({
    id: 'OfrepRequest',
    examples: [{ context: { targetingKey: 'v_0123456789', country: 'CA', plan: 'premium' } }],
  });

/** What a client heard from the stream of events before it asked again. */
export const ofrepRefetchSchema = z.looseObject({
  flagConfigEtag: z.string().max(100).optional().meta({ description: '`etag` of the event' }),
  flagConfigLastModified: z.string().max(100).optional().meta({ description: '`lastModified` of the event' }),
});

export const ofrepStreamSchema = z.strictObject({
  pass: z
    .string()
    .max(200)
    .meta({ description: 'as `eventStreams` of a bulk answer has it; good for one to two hours' }),
});

export type OfrepRequest = z.infer<typeof ofrepRequestSchema>;
export type OfrepRefetch = z.infer<typeof ofrepRefetchSchema>;
export type OfrepStreamQuery = z.infer<typeof ofrepStreamSchema>;

export type OfrepReason = 'STATIC' | 'TARGETING_MATCH' | 'SPLIT' | 'DISABLED' | 'UNKNOWN';

export type OfrepErrorCode = 'PARSE_ERROR' | 'TARGETING_KEY_MISSING' | 'INVALID_CONTEXT' | 'FLAG_NOT_FOUND' | 'GENERAL';

/** What a flag gives. */
export interface OfrepSuccess {
  readonly key: string;
  /** Absent: the client uses its code's default. */
  readonly value?: unknown;
  readonly reason: OfrepReason;
  /** Of the experiment that decided. */
  readonly variant?: string;
  readonly metadata: Readonly<Record<string, string | number | boolean>>;
}

/** An exposure that counts, in the list whose JSON is `exposures` of the metadata. */
export interface OfrepExposure {
  readonly experiment: string;
  readonly variant: string;
  /** Type of the unit. */
  readonly unit: string;
  /** Of the context, with the unit's id; the targeting key where it has none of that name. */
  readonly unit_attribute: string;
}

/** Why there is none. `key` where one flag was asked for; `errorCode` where the request is at fault. */
export interface OfrepFailure {
  readonly key?: string;
  readonly errorCode?: OfrepErrorCode;
  readonly errorDetails: string;
}

/** What all flags give. */
export interface OfrepBulk {
  readonly flags: readonly OfrepSuccess[];
  readonly metadata: Readonly<Record<string, number>>;
  /** Where changes are told; absent for callers without a key. */
  readonly eventStreams?: readonly {
    readonly type: 'sse';
    readonly url: string;
    readonly inactivityDelaySec: number;
  }[];
}

export type OfrepAnswer = OfrepSuccess | OfrepFailure;
export type OfrepBulkAnswer = OfrepBulk | OfrepFailure;
