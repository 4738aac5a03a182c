import { z } from 'zod';
import { experimentStates, unitTypes } from '#libs/contracts';
import type { ExperimentDefinition } from '#libs/bucketing';

/** What a snapshot is made of, as it is kept on disk. */
export const storedDefinitionsSchema = z.object({
  version: z.int().nonnegative(),
  /** When Postgres last said so: milliseconds since 1970. */
  readAt: z.int(),
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
      version: z.int(),
    }),
  ),
});

export type StoredDefinitions = Omit<z.infer<typeof storedDefinitionsSchema>, 'definitions'> & {
  readonly definitions: readonly ExperimentDefinition[];
};

/** One row of `configuration/list_definitions`; with no experiment at all the one row has no key. */
export interface DefinitionRow extends Omit<ExperimentDefinition, 'key' | 'decidedVariant' | 'hashVersion'> {
  readonly configuration_version: number;
  readonly key: string | null;
  readonly decided_variant: string | null;
  readonly hash_version: 1 | 2;
}

export function definitionsOf(rows: readonly DefinitionRow[], readAt: number): StoredDefinitions {
  const definitions = rows.flatMap(({ key, decided_variant, hash_version, ...row }) =>
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
            version: row.version,
          },
        ],
  );
  return { version: rows[0]?.configuration_version ?? 0, readAt, definitions };
}
