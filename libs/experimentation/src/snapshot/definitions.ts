import { z } from 'zod';
import { experimentStates, flagTypes, unitTypes, type FlagContent, type UnitType } from '#libs/contracts';
import { isObject, type ExperimentDefinition, type LayerPart } from '#libs/bucketing';
import { stickyDefinition } from '../experiment/sticky-definition.js';
import type { PublishedFlag } from '../flag/flag.js';
import type { StoredGroup } from './flag-snapshot.js';

/** What a snapshot is made of, as it is kept for a start without Postgres. */
const storedDefinitionsSchema = z.object({
  version: z.int().nonnegative(),
  /** When Postgres last said so: milliseconds since 1970. */
  readAt: z.int(),
  /** When that version came to be; of a copy that does not say, when it was read. */
  changedAt: z.int().optional(),
  definitions: z.array(
    z.object({
      key: z.string(),
      unit: z.enum(unitTypes),
      state: z.enum(experimentStates),
      salt: z.string(),
      variants: z.array(z.object({ key: z.string(), weight: z.number() })),
      coverage: z.number(),
      baseline: z.string(),
      decidedVariant: z.string().optional(),
      hashVersion: z.union([z.literal(1), z.literal(2)]),
      layer: z.object({ key: z.string(), from: z.number(), to: z.number() }).optional(),
      holdouts: z.array(z.object({ key: z.string(), salt: z.string(), share: z.number() })).default([]),
      forced: z.record(z.string(), z.string()).default({}),
      qa: z.boolean().default(false),
      holdout: z.boolean().default(false),
      sticky: z
        .object({ bucketVersion: z.int(), minBucketVersion: z.int(), fallback: z.enum(unitTypes).exactOptional() })
        .exactOptional(),
      version: z.int(),
    }),
  ),
  // A copy that was kept before there were flags has none. What they hold was checked when they were published.
  flags: z
    .array(
      z.object({
        key: z.string(),
        type: z.enum(flagTypes),
        content: z.custom<FlagContent>(isObject),
        holdouts: z
          .array(z.object({ key: z.string(), unit: z.enum(unitTypes), salt: z.string(), share: z.number() }))
          .default([]),
      }),
    )
    .default([]),
  groups: z
    .array(
      z.object({
        key: z.string(),
        attribute: z.string().nullable(),
        values: z.array(z.union([z.string(), z.number()])).nullable(),
        condition: z.record(z.string(), z.unknown()).nullable(),
      }),
    )
    .default([]),
});

type Parsed = z.infer<typeof storedDefinitionsSchema>;

export type StoredDefinitions = Omit<Parsed, 'changedAt' | 'definitions' | 'flags' | 'groups'> & {
  readonly changedAt: number;
  readonly definitions: readonly ExperimentDefinition[];
  readonly flags: readonly PublishedFlag[];
  readonly groups: readonly StoredGroup[];
};

/** @throws Error for a text that is not theirs. */
export function parseDefinitions(text: string): StoredDefinitions {
  const parsed = storedDefinitionsSchema.parse(JSON.parse(text));
  return {
    ...parsed,
    changedAt: parsed.changedAt ?? parsed.readAt,
    definitions: parsed.definitions.map(({ decidedVariant, layer, ...definition }) => ({
      ...definition,
      ...(decidedVariant === undefined ? {} : { decidedVariant }),
      ...(layer === undefined ? {} : { layer }),
    })),
  };
}

/** One row of `configuration/list_definitions`; with no experiment at all the one row has no key. */
export interface DefinitionRow extends Omit<
  Required<ExperimentDefinition>,
  'key' | 'decidedVariant' | 'hashVersion' | 'layer' | 'sticky'
> {
  readonly configuration_version: number;
  readonly key: string | null;
  readonly decided_variant: string | null;
  readonly hash_version: 1 | 2;
  readonly layer: LayerPart | null;
  readonly sticky: boolean;
  readonly bucket_version: number;
  readonly min_bucket_version: number;
  readonly fallback_attribute: UnitType | null;
}

/** The row of `configuration/list_flags`. */
export interface FlagsRow {
  readonly configuration_version: number;
  readonly changed_at: Date;
  readonly flags: readonly PublishedFlag[];
  readonly groups: readonly StoredGroup[];
}

/** The experiments among the rows. */
export function experimentsOf(rows: readonly DefinitionRow[]): ExperimentDefinition[] {
  return rows.flatMap(({ key, decided_variant, hash_version, ...row }) =>
    key === null
      ? []
      : [
          {
            key,
            unit: row.unit,
            state: row.state,
            salt: row.salt,
            variants: row.variants.map((variant) => ({ key: variant.key, weight: variant.weight })),
            coverage: row.coverage,
            baseline: row.baseline,
            ...(decided_variant === null ? {} : { decidedVariant: decided_variant }),
            hashVersion: hash_version,
            ...(row.layer === null ? {} : { layer: row.layer }),
            holdouts: row.holdouts,
            forced: row.forced,
            qa: row.qa,
            holdout: row.holdout,
            ...stickyDefinition({
              sticky: row.sticky,
              bucketVersion: row.bucket_version,
              minBucketVersion: row.min_bucket_version,
              fallback: row.fallback_attribute,
            }),
            version: row.version,
          },
        ],
  );
}
