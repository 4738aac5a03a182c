import { z } from 'zod';
import type { Difference } from '../difference.js';
import { experimentKeySchema, variantKeySchema } from '../experiment/experiment.js';
import type { RecordedActor } from '../access/principal.js';
import { versionReadSchema } from '../version-read.js';
import type { Warning } from '../warning.js';

export const flagTypes = ['boolean', 'string', 'number', 'json'] as const;

export type FlagType = (typeof flagTypes)[number];

/** Safe in a URL, a file name and a log line, like the key of an experiment. */
export const flagKeySchema = experimentKeySchema;

const condition = z
  .record(z.string(), z.unknown())
  .meta({ description: 'on attributes, as the GrowthBook clients write it: {"country": {"$in": ["US", "CA"]}}' });

const attribute = z.string().min(1).max(100);

const prerequisite = z
  .strictObject({ flag: flagKeySchema, condition: condition.optional() })
  .meta({ description: 'the other flag’s `value` meets the condition; is true, unless one is given' });

/** The units of a layer are divided once: rules in different parts of it never meet. */
const layer = z.strictObject({
  key: experimentKeySchema,
  from: z.number(),
  to: z.number(),
  attribute: attribute.default('id'),
});

const targeted = {
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'letters, digits, _ . - (up to 64)'),
  description: z.string().trim().max(500).optional(),
  condition: condition.optional(),
  prerequisites: z.array(prerequisite).max(20).optional(),
  layer: layer.optional(),
};

/** Everybody who is meant gets the value. */
const forceRule = z.strictObject({ ...targeted, kind: z.literal('force'), value: z.unknown() });

const ramp = z
  .array(z.strictObject({ at: z.iso.datetime({ offset: true }), coverage: z.number() }))
  .min(1)
  .max(50)
  .meta({ description: 'the share from each time on, one after the other; before the first it is `coverage`' });

/** A share of those who are meant does, by the hash of an attribute. */
const rolloutRule = z.strictObject({
  ...targeted,
  kind: z.literal('rollout'),
  value: z.unknown(),
  coverage: z.number(),
  ramp: ramp.optional(),
  attribute: attribute.default('id'),
  seed: z.string().min(1).max(200).optional().meta({ description: '`rollout:` and the flag’s key unless said' }),
});

/** A variant of an experiment decides. */
const experimentRule = z.strictObject({
  ...targeted,
  kind: z.literal('experiment'),
  experiment: experimentKeySchema,
  values: z.record(variantKeySchema, z.unknown()).meta({ description: 'a value for each variant' }),
  attribute: attribute
    .optional()
    .meta({ description: 'that holds the unit’s id; visitor, backer or project unless said' }),
});

const banditWeights = z
  .array(z.number())
  .max(20)
  .meta({ description: 'a share for each variant, in their order; they sum to 1' });

/** Variants are weighed by what is known of whom it is about: the first context whose condition is met has the weights. */
const banditRule = z.strictObject({
  ...targeted,
  kind: z.literal('bandit'),
  variants: z
    .array(z.strictObject({ key: variantKeySchema, value: z.unknown(), weight: z.number() }))
    .max(20)
    .meta({ description: 'with the weights where no context is met; the order is part of the assignment' }),
  contexts: z.array(z.strictObject({ condition, weights: banditWeights })).max(100),
  weights_version: z
    .int()
    .positive()
    .default(1)
    .meta({ description: 'of whoever finds the weights: goes along with each answer' }),
  coverage: z.number().default(1),
  attribute: attribute.default('id'),
  seed: z.string().min(1).max(200).optional().meta({ description: 'the flag’s key and the rule’s id unless said' }),
});

const rule = z.discriminatedUnion('kind', [forceRule, rolloutRule, experimentRule, banditRule]);

const content = {
  description: z.string().trim().max(2_000),
  default_value: z.unknown(),
  rules: z.array(rule).max(100).meta({ description: 'the first that gives a value decides' }),
  prerequisites: z.array(prerequisite).max(20).meta({ description: 'where one is not met the flag gives null' }),
  archived: z.boolean().meta({ description: 'an archived flag gives its default to everybody' }),
};

export const newFlagSchema = z
  .strictObject({
    key: flagKeySchema,
    type: z.enum(flagTypes),
    ...content,
    description: content.description.default(''),
    rules: content.rules.default([]),
    prerequisites: content.prerequisites.default([]),
    archived: content.archived.default(false),
  })
  .meta({ id: 'NewFlag' });

const note = z.string().trim().max(2_000).optional();
const version = versionReadSchema.optional();

/** Changes the draft; what is published stays until the draft is published. */
export const flagPatchSchema = z
  .strictObject({ ...content, version: versionReadSchema })
  .partial()
  .meta({ id: 'FlagPatch' });

/** The body may be absent; an approval names its `version` where review is required. */
export const flagActionSchema = z.strictObject({ note, version }).optional().meta({ id: 'FlagAction' });

export const flagRollbackSchema = z
  .strictObject({ to: z.int().positive().meta({ description: 'a version of the flag’s history' }), note, version })
  .meta({ id: 'FlagRollback' });

export const flagQuerySchema = z.strictObject({
  archived: z.enum(['true', 'false']).optional(),
  type: z.enum(flagTypes).optional(),
  search: z.string().trim().max(100).optional().meta({ description: 'a part of the key' }),
  after: flagKeySchema.optional().meta({ description: 'the `next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export type NewFlag = z.infer<typeof newFlagSchema>;
export type FlagPatch = z.infer<typeof flagPatchSchema>;
export type FlagActionBody = z.infer<typeof flagActionSchema>;
export type FlagRollback = z.infer<typeof flagRollbackSchema>;
export type FlagQuery = z.infer<typeof flagQuerySchema>;
export type FlagRule = z.infer<typeof rule>;
export type FlagPrerequisite = z.infer<typeof prerequisite>;
export type FlagContent = Omit<NewFlag, 'key' | 'type'>;

export type FlagAction = 'create' | 'edit' | 'approve' | 'publish' | 'discard' | 'rollback';

/** A flag as people and programs see it. */
export interface FlagView {
  readonly key: string;
  readonly type: FlagType;
  /** Counts the changes of this flag, those of its draft included. */
  readonly version: number;
  /** What is answered by; null before it is published for the first time. */
  readonly published: FlagContent | null;
  /** The version in which that was published. */
  readonly published_version: number | null;
  /** What is to take its place; null where there is nothing new. */
  readonly draft: FlagContent | null;
  readonly draft_by: RecordedActor | null;
  readonly approved_by: RecordedActor | null;
  /** Whether the draft waits for somebody else's approval before it can be published. */
  readonly needs_approval: boolean;
  /** Of the draft or, where there is none, of what is answered by. */
  readonly warnings: readonly Warning[];
  readonly changed_at: string;
  readonly changed_by: RecordedActor;
  readonly created_at: string;
  readonly created_by: string;
}

export interface FlagPage {
  readonly flags: readonly FlagView[];
  /** Give it as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/** One change of a flag: who did what when, and what is different. */
export interface FlagChangeView {
  readonly version: number;
  readonly action: FlagAction;
  readonly at: string;
  readonly by: RecordedActor;
  readonly note: string | null;
  /** Of the draft for changes of it, of what is answered by for others. */
  readonly differences: readonly Difference[];
  /** What was answered by from then on. */
  readonly published: FlagContent | null;
}

export interface FlagChangePage {
  readonly changes: readonly FlagChangeView[];
  /** Give it as `before` for the next page; null on the last. */
  readonly next: number | null;
}
