import { z } from 'zod';
import { experimentKeySchema } from '../experiment/experiment.js';
import { versionReadSchema } from '../version-read.js';

export const savedGroupKeySchema = experimentKeySchema;

const description = z.string().trim().max(2_000).default('');
const version = versionReadSchema.optional();

/** Who is meant in many places: values of one attribute, or a condition. A change holds at once, wherever it is named. */
export const savedGroupSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('list'),
      description,
      version,
      attribute: z.string().min(1).max(100),
      values: z.array(z.union([z.string().max(1_000), z.number()])).max(10_000),
    }),
    z.strictObject({
      kind: z.literal('condition'),
      description,
      version,
      condition: z.record(z.string(), z.unknown()),
    }),
  ])
  .meta({ id: 'SavedGroup' });

export type SavedGroupBody = z.infer<typeof savedGroupSchema>;

export interface SavedGroupView {
  readonly key: string;
  readonly version: number;
  readonly description: string;
  readonly kind: SavedGroupBody['kind'];
  /** Of a list; null for a condition. */
  readonly attribute: string | null;
  readonly values: readonly (string | number)[] | null;
  /** Of a condition; null for a list. */
  readonly condition: Readonly<Record<string, unknown>> | null;
  readonly changed_at: Date;
  readonly changed_by: string;
}

export const attributeNameSchema = z
  .string()
  .regex(/^[A-Za-z_$][A-Za-z0-9_$-]{0,99}$/, 'letters, digits, _ $ - (up to 100, no digit first)');

/** An attribute that conditions may name. Once one is declared, they may name no others. */
export const attributeSchema = z
  .strictObject({ type: z.enum(['string', 'number', 'boolean', 'list', 'object']), description })
  .meta({ id: 'FlagAttribute' });

export type AttributeBody = z.infer<typeof attributeSchema>;

export interface AttributeView extends AttributeBody {
  readonly name: string;
}
