import { z } from 'zod';
import type { FlagReport, RunReport } from '#libs/bucketing';

/*
 * A payload in the form of the GrowthBook clients, and what it would give: all of it is sent, nothing of it is kept.
 * What these clients ignore is ignored here: fields that nobody knows, and what a condition holds.
 */

const text = z.string().max(1_000);
const condition = z.record(z.string(), z.unknown());
const range = z.tuple([z.number(), z.number()]).readonly();
const weights = z.array(z.number()).max(100).readonly();

const prerequisite = z.looseObject({
  id: text,
  condition: condition.exactOptional(),
  gate: z.boolean().exactOptional(),
});

const filter = z.looseObject({
  seed: text,
  ranges: z.array(range).max(100).readonly(),
  attribute: text.exactOptional(),
  hashVersion: z.number().exactOptional(),
});

const meta = z.looseObject({
  key: text.exactOptional(),
  name: text.exactOptional(),
  passthrough: z.boolean().exactOptional(),
});

const divided = {
  condition: condition.exactOptional(),
  parentConditions: z.array(prerequisite).max(100).readonly().exactOptional(),
  filters: z.array(filter).max(100).readonly().exactOptional(),
  coverage: z.number().exactOptional(),
  seed: text.exactOptional(),
  hashVersion: z.number().exactOptional(),
  hashAttribute: text.exactOptional(),
  fallbackAttribute: text.exactOptional(),
  disableStickyBucketing: z.boolean().exactOptional(),
  weights: weights.exactOptional(),
  ranges: z.array(range).max(100).readonly().exactOptional(),
  meta: z.array(meta).max(100).readonly().exactOptional(),
  namespace: z.tuple([text, z.number(), z.number()]).readonly().exactOptional(),
  name: text.exactOptional(),
  phase: text.exactOptional(),
  bucketVersion: z.number().exactOptional(),
  minBucketVersion: z.number().exactOptional(),
};

const variations = z.array(z.unknown()).max(100).readonly();

const rule = z.looseObject({
  ...divided,
  id: text.exactOptional(),
  force: z.unknown().exactOptional(),
  range: range.exactOptional(),
  key: text.exactOptional(),
  variations: variations.exactOptional(),
  contextualVariations: variations.exactOptional(),
  contextualBanditRef: text.exactOptional(),
});

const urlTarget = z.looseObject({ include: z.boolean().exactOptional(), type: text, pattern: text });

const trial = z.looseObject({
  ...divided,
  key: text,
  variations,
  urlPatterns: z.array(urlTarget).max(100).readonly().exactOptional(),
  force: z.number().exactOptional(),
  active: z.boolean().exactOptional(),
  status: text.exactOptional(),
  persistQueryString: z.boolean().exactOptional(),
});

const groupValues = z.array(z.union([z.string(), z.number()])).readonly();

const savedGroup = z.union([
  groupValues,
  z.looseObject({ type: z.literal('list'), attributeKey: text, values: groupValues }),
  z.looseObject({ type: z.literal('condition'), condition }),
]);

const bandit = z.looseObject({
  banditVersion: z.number().exactOptional(),
  contexts: z
    .array(z.looseObject({ leafId: z.number(), condition, weights }))
    .max(1_000)
    .readonly()
    .exactOptional(),
});

const flag = z.looseObject({
  defaultValue: z.unknown().exactOptional(),
  rules: z.array(rule).max(1_000).readonly().exactOptional(),
});

const payload = z.looseObject({
  features: z.record(z.string(), flag).exactOptional(),
  savedGroups: z.record(z.string(), savedGroup).exactOptional(),
  contextualBandits: z.record(z.string(), bandit).exactOptional(),
});

const subject = z.strictObject({
  attributes: z.record(z.string(), z.unknown()).default({}),
  url: z.string().max(8_000).exactOptional(),
  forced_variations: z.record(z.string(), z.number()).exactOptional(),
  forced_flags: z.record(z.string(), z.unknown()).exactOptional(),
  enabled: z.boolean().exactOptional(),
  qa_mode: z.boolean().exactOptional(),
});

const stickyDocument = z.strictObject({
  attributeName: text,
  attributeValue: text,
  assignments: z.record(z.string(), z.string()),
});

export const evaluationRequestSchema = z
  .strictObject({
    payload: payload.default({}),
    subject: subject.default({ attributes: {} }),
    sticky_documents: z
      .array(stickyDocument)
      .max(1_000)
      .optional()
      .meta({ description: 'with these, even with none, buckets are sticky' }),
    flags: z.array(text).max(1_000).optional().meta({ description: 'all of the payload unless said' }),
    experiments: z.array(trial).max(1_000).optional().meta({ description: 'experiments that stand alone' }),
    condition: condition.optional().meta({ description: 'whether the subject meets it' }),
  })
  .meta({ id: 'EvaluationRequest' });

export type EvaluationRequest = z.infer<typeof evaluationRequestSchema>;

/** What the payload gives the subject. */
export interface EvaluationAnswer {
  readonly flags: Readonly<Record<string, FlagReport>>;
  /** In the order of the request. */
  readonly experiments: readonly RunReport[];
  /** Null where no condition was sent. */
  readonly condition_met: boolean | null;
  /** Of the subject, with what was assigned. */
  readonly sticky_documents: readonly z.infer<typeof stickyDocument>[];
}
